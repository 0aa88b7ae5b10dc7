"""Hand a message to the gateway over HTTP: one host, no redirects, and never longer than a set time."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Timer

from engine.notices.carrying import Mail, Unavailable
from engine.notices.gateway import Answer, Gateway, judge, posting

TIMEOUT = 10
# A gateway that answers drop by drop is cut off after so long, however lively it seems.
WHOLE = 20
LARGEST = 64 * 1024


@dataclass(frozen=True)
class GatewayPost:
    """The gateway as a channel; it connects to the configured host and to no other."""

    gateway: Gateway
    clock: Callable[[], datetime]

    def send(self, mail: Mail) -> None:
        now = self.clock()
        judge(self._asked(mail, now), now)

    def _asked(self, mail: Mail, now: datetime) -> Answer:
        request = posting(self.gateway, mail, now)
        try:
            with self._connected() as line:
                line.request("POST", request.path, request.body, dict(request.headers))
                answer = line.getresponse()
                body = answer.read(LARGEST)
                return Answer(answer.status, answer.getheader("Retry-After"), body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unavailable(type(error).__name__) from error

    @contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        line = self._line()
        line.connect()
        cut = Timer(WHOLE, _cut, args=[line.sock])
        cut.daemon = True
        cut.start()
        try:
            yield line
        finally:
            cut.cancel()
            line.close()

    def _line(self) -> http.client.HTTPConnection:
        host, port = self.gateway.address.hostname or "", self.gateway.address.port
        if self.gateway.address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)


def _cut(line: socket.socket) -> None:
    """Shutting a socket down wakes whoever reads from it; closing alone would not."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
