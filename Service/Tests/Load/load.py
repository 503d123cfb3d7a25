# SPDX-License-Identifier: Apache-2.0
"""Sends prepared requests over many connections from one thread, and measures."""

import select
import socket
import time


class Figures:
    """What came of a run: seconds, statuses, the time of each answer."""

    def __init__(self):
        self.times, self.statuses, self.seconds = [], {}, 0.0
        self.answers = {}

    @property
    def rate(self):
        return len(self.times) / self.seconds

    def at(self, share):
        """The time within which so many of the answers came, in ms."""
        times = sorted(self.times)
        return 1_000 * times[min(len(times) - 1, int(share * len(times)))]


class _Link:
    def __init__(self, port):
        self.port, self.socket, self.data = port, None, b""
        self.sent_at, self.number = 0.0, None

    def send(self, poll, links, request):
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            links[self.socket.fileno()] = self
            poll.register(self.socket.fileno(), select.EPOLLIN)
        self.data = b""
        self.socket.sendall(request)

    def end(self, poll, links):
        poll.unregister(self.socket.fileno())
        del links[self.socket.fileno()]
        self.socket.close()
        self.socket = None

    def read(self):
        """Whether the answer is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("cut by the server")
        self.data += part
        head, mark, body = self.data.partition(b"\r\n\r\n")
        if not mark:
            return False
        place = head.lower().find(b"content-length:")
        size = int(head[place + 15:].split(b"\r\n", 1)[0]) if place >= 0 else 0
        return len(body) >= size


def run(requests, ports, connections, rate=None):
    """Sends every request once.

    With `rate`, so many a second, each answer's time counted from when it was due;
    without, as fast as the answers come.
    """
    figures, links, poll = Figures(), {}, select.epoll()
    idle = [_Link(ports[n % len(ports)]) for n in range(connections)]
    begun, place, busy = time.perf_counter(), 0, 0
    while place < len(requests) or busy:
        now = time.perf_counter()
        while idle and place < len(requests):
            due = begun + place / rate if rate else now
            if due > now:
                break
            link = idle.pop()
            link.number, link.sent_at = place, due
            link.send(poll, links, requests[place])
            place, busy = place + 1, busy + 1
        wait = 1.0 if not rate else 0.0005
        for number, _ in poll.poll(wait):
            link = links[number]
            if not link.read():
                continue
            figures.times.append(time.perf_counter() - link.sent_at)
            status = int(link.data[9:12])
            figures.statuses[status] = figures.statuses.get(status, 0) + 1
            figures.answers[link.number] = link.data
            if b"connection: close" in link.data.lower()[:2_000]:
                link.end(poll, links)
            busy -= 1
            idle.insert(0, link)
    figures.seconds = time.perf_counter() - begun
    for link in idle:
        if link.socket:
            link.socket.close()
    return figures
