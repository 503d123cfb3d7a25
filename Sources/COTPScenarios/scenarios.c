// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the scenarios of the account layer, embedded at compile time.

#include "COTPScenarios.h"

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

// A new file of the folder needs an array here and a row in the table.

static const unsigned char backup_codes[] = {
#embed "../TwoFactorTesting/Scenarios/backup-codes.json"
};
static const unsigned char changing[] = {
#embed "../TwoFactorTesting/Scenarios/changing.json"
};
static const unsigned char devices[] = {
#embed "../TwoFactorTesting/Scenarios/devices.json"
};
static const unsigned char guessing[] = {
#embed "../TwoFactorTesting/Scenarios/guessing.json"
};
static const unsigned char losing[] = {
#embed "../TwoFactorTesting/Scenarios/losing.json"
};
static const unsigned char passwords[] = {
#embed "../TwoFactorTesting/Scenarios/passwords.json"
};
static const unsigned char policy[] = {
#embed "../TwoFactorTesting/Scenarios/policy.json"
};
static const unsigned char signing_in[] = {
#embed "../TwoFactorTesting/Scenarios/signing-in.json"
};
static const unsigned char text_messages[] = {
#embed "../TwoFactorTesting/Scenarios/text-messages.json"
};
static const unsigned char turning_on[] = {
#embed "../TwoFactorTesting/Scenarios/turning-on.json"
};

#define FILE_ROW(name, array) {name, array, sizeof array}

const otp_scenario_file otp_scenario_files[] = {
  FILE_ROW("backup-codes.json", backup_codes),
  FILE_ROW("changing.json", changing),
  FILE_ROW("devices.json", devices),
  FILE_ROW("guessing.json", guessing),
  FILE_ROW("losing.json", losing),
  FILE_ROW("passwords.json", passwords),
  FILE_ROW("policy.json", policy),
  FILE_ROW("signing-in.json", signing_in),
  FILE_ROW("text-messages.json", text_messages),
  FILE_ROW("turning-on.json", turning_on),
};

const size_t otp_scenario_file_count =
  sizeof otp_scenario_files / sizeof otp_scenario_files[0];
