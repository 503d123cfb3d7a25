/* SPDX-License-Identifier: Apache-2.0 */
/* curl_easy_setopt takes arguments of any type, which Swift cannot call: here
   is a function for each type of them. */
#ifndef OTPKIT_CCURLOPTIONS_H
#define OTPKIT_CCURLOPTIONS_H

#include <curl/curl.h>

CURLcode otpkit_curl_set_text(CURL *handle, CURLoption option, const char *text);
CURLcode otpkit_curl_set_number(CURL *handle, CURLoption option, long number);
CURLcode otpkit_curl_set_pointer(CURL *handle, CURLoption option, void *pointer);

/* Drops what the server answers; libcurl would print it. */
CURLcode otpkit_curl_drop_answer(CURL *handle);

/* What a server answers, as far as there is room for it. */
typedef struct {
  unsigned char *bytes;
  size_t room;
  size_t count;
} otpkit_curl_answer;

/* Keeps what the server answers; the transfer fails if it does not fit. The
   answer must stay where it is until the transfer has ended. */
CURLcode otpkit_curl_keep_answer(CURL *handle, otpkit_curl_answer *answer);

/* The status of the answer, of HTTP or SMTP; 0 if there was none. */
long otpkit_curl_status(CURL *handle);

#endif
