// SPDX-License-Identifier: Apache-2.0
// The parts of libcrypto that are measured.

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/sha.h>
