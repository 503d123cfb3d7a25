/* SPDX-License-Identifier: Apache-2.0 */
/* libphonenumber speaks C++: here is the little of it that Swift calls. No
   exception passes, and no text is longer than its array. */
#ifndef OTPKIT_CPHONENUMBERS_H
#define OTPKIT_CPHONENUMBERS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum otpkit_phone_outcome {
  OTPKIT_PHONE_MOBILE,
  /* No country has the code, or none of its numbers are mobile. */
  OTPKIT_PHONE_COUNTRY,
  /* The number is of another kind, or nobody has it. */
  OTPKIT_PHONE_NOT_MOBILE,
  OTPKIT_PHONE_LENGTH
};

/* What a number is, and how mobile numbers of its country look. Texts end with
   a zero byte. */
struct otpkit_phone_answer {
  enum otpkit_phone_outcome outcome;
  char e164[20];     /* of a mobile number */
  char region[4];    /* the country of the other outcomes, ISO 3166 */
  char example[40];  /* written as the number was: with a plus sign or without */
  int found;         /* the digits of the number, counted as in the example */
  int fewest, most;  /* the digits of mobile numbers */
};

/* Whether there is a numbering plan of the region, two letters of ISO 3166. */
bool otpkit_phone_has_region(const char *region);

/* Reads a number: digits with or without a plus sign before them. */
struct otpkit_phone_answer otpkit_phone_read(
    const char *digits, size_t count, const char *region);

/* A mobile number of the region that is nobody's, with its country code or
   without; false if there is none. */
bool otpkit_phone_example(
    const char *region, bool is_international, char example[40]);

#ifdef __cplusplus
}
#endif
#endif
