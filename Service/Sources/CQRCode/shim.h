/* SPDX-License-Identifier: Apache-2.0 */
/* libqrencode, which makes the squares of a QR code. */
#include <qrencode.h>
