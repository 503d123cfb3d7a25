// SPDX-License-Identifier: Apache-2.0
#include "CPhoneNumbers.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using Util = i18n::phonenumbers::PhoneNumberUtil;

namespace {

// A national number has at most 17 digits in libphonenumber.
constexpr int kMostDigits = 17;

template <size_t size>
bool copy(const std::string &text, char (&into)[size]) {
  if (text.size() >= size) return false;
  std::memcpy(into, text.c_str(), text.size() + 1);
  return true;
}

int digits_in(const std::string &text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return c >= '0' && c <= '9';
  }));
}

std::string national(const PhoneNumber &number) {
  std::string text;
  Util::GetInstance()->GetNationalSignificantNumber(number, &text);
  return text;
}

bool is_possible_mobile(const PhoneNumber &number) {
  return Util::GetInstance()->IsPossibleNumberForTypeWithReason(
             number, Util::MOBILE) == Util::IS_POSSIBLE;
}

bool is_mobile(const PhoneNumber &number) {
  auto type = Util::GetInstance()->GetNumberType(number);
  return type == Util::MOBILE || type == Util::FIXED_LINE_OR_MOBILE;
}

// An example's number and its text.
bool example_of(const std::string &region, bool is_international,
                PhoneNumber *number, std::string *text) {
  auto &util = *Util::GetInstance();
  if (!util.GetExampleNumberForType(region, Util::MOBILE, number)) return false;
  util.Format(*number, is_international ? Util::INTERNATIONAL : Util::NATIONAL,
              text);
  return true;
}

// Sets the region, the example and the counts of digits; returns how many
// digits are before the national number: of the country, or a trunk prefix.
int describe(const std::string &region, bool is_international,
             otpkit_phone_answer *answer) {
  PhoneNumber number;
  std::string example;
  if (!example_of(region, is_international, &number, &example) ||
      !copy(region, answer->region) || !copy(example, answer->example))
    return 0;
  int before = digits_in(example) - static_cast<int>(national(number).size());
  number.clear_italian_leading_zero();
  uint64_t digits = 1;
  for (int count = 1; count <= kMostDigits; count++, digits *= 10) {
    number.set_national_number(digits);
    if (!is_possible_mobile(number)) continue;
    if (answer->fewest == 0) answer->fewest = before + count;
    answer->most = before + count;
  }
  return before;
}

// The region whose country code is after the plus sign; empty if none is.
std::string region_after_plus(const std::string &digits) {
  std::string region;
  for (size_t count = 1; count <= 3 && count < digits.size(); count++) {
    int code = std::stoi(digits.substr(1, count));
    Util::GetInstance()->GetRegionCodeForCountryCode(code, &region);
    if (region != "ZZ" && region != "001") return region;
  }
  return "";
}

// What is wrong with a number that libphonenumber cannot read.
otpkit_phone_answer unreadable(const std::string &digits,
                               const std::string &region) {
  otpkit_phone_answer answer = {};
  bool is_international = digits.front() == '+';
  describe(is_international ? region_after_plus(digits) : region,
           is_international, &answer);
  answer.found = digits_in(digits);
  answer.outcome =
      answer.fewest == 0 ? OTPKIT_PHONE_COUNTRY : OTPKIT_PHONE_LENGTH;
  return answer;
}

// What is wrong with a number that is not mobile.
otpkit_phone_answer refuse(const PhoneNumber &number, bool is_abroad,
                           const std::string &region) {
  auto &util = *Util::GetInstance();
  std::string country = region;
  if (is_abroad)
    util.GetRegionCodeForCountryCode(number.country_code(), &country);
  otpkit_phone_answer answer = {};
  int before = describe(country, is_abroad, &answer);
  answer.found = before + static_cast<int>(national(number).size());
  bool fits = answer.fewest <= answer.found && answer.found <= answer.most;
  if (answer.fewest == 0)
    answer.outcome = OTPKIT_PHONE_COUNTRY;
  else if (fits || util.IsValidNumber(number))
    answer.outcome = OTPKIT_PHONE_NOT_MOBILE;
  else
    answer.outcome = OTPKIT_PHONE_LENGTH;
  return answer;
}

otpkit_phone_answer read(const std::string &digits, const std::string &region) {
  auto &util = *Util::GetInstance();
  PhoneNumber number;
  auto error = util.Parse(digits, region, &number);
  if (error == Util::INVALID_COUNTRY_CODE_ERROR) return {OTPKIT_PHONE_COUNTRY};
  if (error != Util::NO_PARSING_ERROR) return unreadable(digits, region);
  otpkit_phone_answer answer = {};
  std::string e164;
  util.Format(number, Util::E164, &e164);
  if (is_mobile(number) && copy(e164, answer.e164)) return answer;
  bool is_abroad = digits.front() == '+' ||
                   number.country_code() != util.GetCountryCodeForRegion(region);
  return refuse(number, is_abroad, region);
}

}  // namespace

bool otpkit_phone_has_region(const char *region) try {
  std::set<std::string> regions;
  Util::GetInstance()->GetSupportedRegions(&regions);
  return regions.count(region) != 0;
} catch (...) {
  return false;
}

otpkit_phone_answer otpkit_phone_read(
    const char *digits, size_t count, const char *region) try {
  if (count == 0) return {OTPKIT_PHONE_COUNTRY};
  return read(std::string(digits, count), region);
} catch (...) {
  return {OTPKIT_PHONE_COUNTRY};
}

bool otpkit_phone_example(
    const char *region, bool is_international, char example[40]) try {
  PhoneNumber number;
  std::string text;
  if (!example_of(region, is_international, &number, &text)) return false;
  if (text.size() >= 40) return false;
  std::memcpy(example, text.c_str(), text.size() + 1);
  return true;
} catch (...) {
  return false;
}
