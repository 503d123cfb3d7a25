/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSL's SHA-256 and HMAC, for the tokens of cookies and forms. */
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
