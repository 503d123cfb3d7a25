// SPDX-License-Identifier: Apache-2.0
// The parts of libcrypto that are measured, deprecated ones among them.

#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/sha.h>
