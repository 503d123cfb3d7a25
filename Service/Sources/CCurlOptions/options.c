/* SPDX-License-Identifier: Apache-2.0 */
#include "CCurlOptions.h"

#include <string.h>

CURLcode otpkit_curl_set_text(CURL *handle, CURLoption option, const char *text) {
  return curl_easy_setopt(handle, option, text);
}

CURLcode otpkit_curl_set_number(CURL *handle, CURLoption option, long number) {
  return curl_easy_setopt(handle, option, number);
}

CURLcode otpkit_curl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
  return curl_easy_setopt(handle, option, pointer);
}

static size_t drop(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  (void)context;
  return size * count;
}

CURLcode otpkit_curl_drop_answer(CURL *handle) {
  return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop);
}

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
  otpkit_curl_answer *answer = context;
  size_t more = size * count;
  if (more > answer->room - answer->count)
    return 0;
  memcpy(answer->bytes + answer->count, bytes, more);
  answer->count += more;
  return more;
}

CURLcode otpkit_curl_keep_answer(CURL *handle, otpkit_curl_answer *answer) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
  if (code != CURLE_OK)
    return code;
  return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep);
}

long otpkit_curl_status(CURL *handle) {
  long status = 0;
  if (curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK)
    return 0;
  return status;
}
