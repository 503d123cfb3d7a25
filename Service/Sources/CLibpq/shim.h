/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL's client library, as its own header declares it. */
#include <libpq-fe.h>
