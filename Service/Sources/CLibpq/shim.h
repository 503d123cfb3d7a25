/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL's client library, as its own header declares it, and Linux's calls
   that wait for several of its sockets. */
#include <libpq-fe.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
