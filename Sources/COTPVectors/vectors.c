// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: the test vectors of vectors/, embedded at compile time.

#include "COTPVectors.h"

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc23-extensions"
#endif

// A new file of vectors/ needs an array here and a row in the table.

static const unsigned char backup_single_use[] = {
#embed "../../vectors/backup/single-use.json"
};
static const unsigned char base32_characters[] = {
#embed "../../vectors/base32/characters.json"
};
static const unsigned char base32_decode[] = {
#embed "../../vectors/base32/decode.json"
};
static const unsigned char base32_encode[] = {
#embed "../../vectors/base32/encode.json"
};
static const unsigned char base32_rfc4648[] = {
#embed "../../vectors/base32/rfc4648.json"
};
static const unsigned char base32_secrets[] = {
#embed "../../vectors/base32/secrets.json"
};
static const unsigned char hmac_key_block[] = {
#embed "../../vectors/hmac/key-block.json"
};
static const unsigned char hmac_message_length[] = {
#embed "../../vectors/hmac/message-length.json"
};
static const unsigned char hmac_parameters[] = {
#embed "../../vectors/hmac/parameters.json"
};
static const unsigned char hmac_rfc2202[] = {
#embed "../../vectors/hmac/rfc2202.json"
};
static const unsigned char hmac_rfc4231[] = {
#embed "../../vectors/hmac/rfc4231.json"
};
static const unsigned char hotp_counter_width[] = {
#embed "../../vectors/hotp/counter-width.json"
};
static const unsigned char hotp_digits[] = {
#embed "../../vectors/hotp/digits.json"
};
static const unsigned char hotp_key_bytes[] = {
#embed "../../vectors/hotp/key-bytes.json"
};
static const unsigned char hotp_key_length[] = {
#embed "../../vectors/hotp/key-length.json"
};
static const unsigned char hotp_leading_zeros[] = {
#embed "../../vectors/hotp/leading-zeros.json"
};
static const unsigned char hotp_limits[] = {
#embed "../../vectors/hotp/limits.json"
};
static const unsigned char hotp_rfc4226[] = {
#embed "../../vectors/hotp/rfc4226.json"
};
static const unsigned char hotp_six_digits[] = {
#embed "../../vectors/hotp/six-digits.json"
};
static const unsigned char hotp_truncation_offset[] = {
#embed "../../vectors/hotp/truncation-offset.json"
};
static const unsigned char manifest[] = {
#embed "../../vectors/manifest.json"
};
static const unsigned char ocra_inputs[] = {
#embed "../../vectors/ocra/inputs.json"
};
static const unsigned char ocra_rfc6287[] = {
#embed "../../vectors/ocra/rfc6287.json"
};
static const unsigned char ocra_suites[] = {
#embed "../../vectors/ocra/suites.json"
};
static const unsigned char otpauth_build[] = {
#embed "../../vectors/otpauth/build.json"
};
static const unsigned char otpauth_label_and_issuer[] = {
#embed "../../vectors/otpauth/label-and-issuer.json"
};
static const unsigned char otpauth_parameters[] = {
#embed "../../vectors/otpauth/parameters.json"
};
static const unsigned char otpauth_published[] = {
#embed "../../vectors/otpauth/published.json"
};
static const unsigned char otpauth_secret[] = {
#embed "../../vectors/otpauth/secret.json"
};
static const unsigned char otpauth_structure[] = {
#embed "../../vectors/otpauth/structure.json"
};
static const unsigned char otpauth_uri_to_code[] = {
#embed "../../vectors/otpauth/uri-to-code.json"
};
static const unsigned char resync_hotp[] = {
#embed "../../vectors/resync/hotp.json"
};
static const unsigned char resync_verifier[] = {
#embed "../../vectors/resync/verifier.json"
};
static const unsigned char retired[] = {
#embed "../../vectors/retired.json"
};
static const unsigned char schema_manifest_schema[] = {
#embed "../../vectors/schema/manifest.schema.json"
};
static const unsigned char schema_retired_schema[] = {
#embed "../../vectors/schema/retired.schema.json"
};
static const unsigned char schema_specs_schema[] = {
#embed "../../vectors/schema/specs.schema.json"
};
static const unsigned char schema_vectors_schema[] = {
#embed "../../vectors/schema/vectors.schema.json"
};
static const unsigned char service_backup_codes[] = {
#embed "../../vectors/service/backup-codes.json"
};
static const unsigned char service_disclosure[] = {
#embed "../../vectors/service/disclosure.json"
};
static const unsigned char service_guessing[] = {
#embed "../../vectors/service/guessing.json"
};
static const unsigned char service_one_time[] = {
#embed "../../vectors/service/one-time.json"
};
static const unsigned char service_order[] = {
#embed "../../vectors/service/order.json"
};
static const unsigned char service_remembered_device[] = {
#embed "../../vectors/service/remembered-device.json"
};
static const unsigned char service_secrets[] = {
#embed "../../vectors/service/secrets.json"
};
static const unsigned char service_window[] = {
#embed "../../vectors/service/window.json"
};
static const unsigned char specs[] = {
#embed "../../vectors/specs.json"
};
static const unsigned char totp_errata_2866[] = {
#embed "../../vectors/totp/errata-2866.json"
};
static const unsigned char totp_leading_zeros[] = {
#embed "../../vectors/totp/leading-zeros.json"
};
static const unsigned char totp_limits[] = {
#embed "../../vectors/totp/limits.json"
};
static const unsigned char totp_rfc6238[] = {
#embed "../../vectors/totp/rfc6238.json"
};
static const unsigned char totp_secrets[] = {
#embed "../../vectors/totp/secrets.json"
};
static const unsigned char totp_six_digits[] = {
#embed "../../vectors/totp/six-digits.json"
};
static const unsigned char totp_t0_and_step[] = {
#embed "../../vectors/totp/t0-and-step.json"
};
static const unsigned char totp_time_edges[] = {
#embed "../../vectors/totp/time-edges.json"
};
static const unsigned char verify_code_form[] = {
#embed "../../vectors/verify/code-form.json"
};
static const unsigned char verify_counter_edges[] = {
#embed "../../vectors/verify/counter-edges.json"
};
static const unsigned char verify_drift[] = {
#embed "../../vectors/verify/drift.json"
};
static const unsigned char verify_equal_codes[] = {
#embed "../../vectors/verify/equal-codes.json"
};
static const unsigned char verify_hotp_look_ahead[] = {
#embed "../../vectors/verify/hotp-look-ahead.json"
};
static const unsigned char verify_limits[] = {
#embed "../../vectors/verify/limits.json"
};
static const unsigned char verify_replay[] = {
#embed "../../vectors/verify/replay.json"
};
static const unsigned char verify_totp_window[] = {
#embed "../../vectors/verify/totp-window.json"
};
static const unsigned char verify_verifier_state[] = {
#embed "../../vectors/verify/verifier-state.json"
};

#define FILE_ROW(path, bytes) {path, bytes, sizeof bytes}

const otp_vector_file otp_vector_files[] = {
  FILE_ROW("backup/single-use.json", backup_single_use),
  FILE_ROW("base32/characters.json", base32_characters),
  FILE_ROW("base32/decode.json", base32_decode),
  FILE_ROW("base32/encode.json", base32_encode),
  FILE_ROW("base32/rfc4648.json", base32_rfc4648),
  FILE_ROW("base32/secrets.json", base32_secrets),
  FILE_ROW("hmac/key-block.json", hmac_key_block),
  FILE_ROW("hmac/message-length.json", hmac_message_length),
  FILE_ROW("hmac/parameters.json", hmac_parameters),
  FILE_ROW("hmac/rfc2202.json", hmac_rfc2202),
  FILE_ROW("hmac/rfc4231.json", hmac_rfc4231),
  FILE_ROW("hotp/counter-width.json", hotp_counter_width),
  FILE_ROW("hotp/digits.json", hotp_digits),
  FILE_ROW("hotp/key-bytes.json", hotp_key_bytes),
  FILE_ROW("hotp/key-length.json", hotp_key_length),
  FILE_ROW("hotp/leading-zeros.json", hotp_leading_zeros),
  FILE_ROW("hotp/limits.json", hotp_limits),
  FILE_ROW("hotp/rfc4226.json", hotp_rfc4226),
  FILE_ROW("hotp/six-digits.json", hotp_six_digits),
  FILE_ROW("hotp/truncation-offset.json", hotp_truncation_offset),
  FILE_ROW("manifest.json", manifest),
  FILE_ROW("ocra/inputs.json", ocra_inputs),
  FILE_ROW("ocra/rfc6287.json", ocra_rfc6287),
  FILE_ROW("ocra/suites.json", ocra_suites),
  FILE_ROW("otpauth/build.json", otpauth_build),
  FILE_ROW("otpauth/label-and-issuer.json", otpauth_label_and_issuer),
  FILE_ROW("otpauth/parameters.json", otpauth_parameters),
  FILE_ROW("otpauth/published.json", otpauth_published),
  FILE_ROW("otpauth/secret.json", otpauth_secret),
  FILE_ROW("otpauth/structure.json", otpauth_structure),
  FILE_ROW("otpauth/uri-to-code.json", otpauth_uri_to_code),
  FILE_ROW("resync/hotp.json", resync_hotp),
  FILE_ROW("resync/verifier.json", resync_verifier),
  FILE_ROW("retired.json", retired),
  FILE_ROW("schema/manifest.schema.json", schema_manifest_schema),
  FILE_ROW("schema/retired.schema.json", schema_retired_schema),
  FILE_ROW("schema/specs.schema.json", schema_specs_schema),
  FILE_ROW("schema/vectors.schema.json", schema_vectors_schema),
  FILE_ROW("service/backup-codes.json", service_backup_codes),
  FILE_ROW("service/disclosure.json", service_disclosure),
  FILE_ROW("service/guessing.json", service_guessing),
  FILE_ROW("service/one-time.json", service_one_time),
  FILE_ROW("service/order.json", service_order),
  FILE_ROW("service/remembered-device.json", service_remembered_device),
  FILE_ROW("service/secrets.json", service_secrets),
  FILE_ROW("service/window.json", service_window),
  FILE_ROW("specs.json", specs),
  FILE_ROW("totp/errata-2866.json", totp_errata_2866),
  FILE_ROW("totp/leading-zeros.json", totp_leading_zeros),
  FILE_ROW("totp/limits.json", totp_limits),
  FILE_ROW("totp/rfc6238.json", totp_rfc6238),
  FILE_ROW("totp/secrets.json", totp_secrets),
  FILE_ROW("totp/six-digits.json", totp_six_digits),
  FILE_ROW("totp/t0-and-step.json", totp_t0_and_step),
  FILE_ROW("totp/time-edges.json", totp_time_edges),
  FILE_ROW("verify/code-form.json", verify_code_form),
  FILE_ROW("verify/counter-edges.json", verify_counter_edges),
  FILE_ROW("verify/drift.json", verify_drift),
  FILE_ROW("verify/equal-codes.json", verify_equal_codes),
  FILE_ROW("verify/hotp-look-ahead.json", verify_hotp_look_ahead),
  FILE_ROW("verify/limits.json", verify_limits),
  FILE_ROW("verify/replay.json", verify_replay),
  FILE_ROW("verify/totp-window.json", verify_totp_window),
  FILE_ROW("verify/verifier-state.json", verify_verifier_state),
};

const size_t otp_vector_file_count =
  sizeof otp_vector_files / sizeof otp_vector_files[0];
