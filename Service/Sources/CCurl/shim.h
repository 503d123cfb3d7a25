/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl, as its own header declares it. */
#include <curl/curl.h>
