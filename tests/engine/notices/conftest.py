"""A gateway on loopback that keeps the contract, or breaks it in the way it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from engine.notices.gateway import Gateway, gateway_of, signature
from tests.engine.province import Province

__all__ = ["FakeGateway", "Province"]
SECRET = "bí mật chung"
Reply = tuple[int, dict[str, str], bytes]


def said(status: str, **more: str) -> bytes:
    return json.dumps({"status": status, **more}).encode()


@dataclass
class FakeGateway:
    """Keeps what it took by key and channel; `behave` answers in its stead."""

    server: ThreadingHTTPServer = field(init=False)
    taken: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    behave: Callable[[dict[str, Any]], Reply | None] = lambda _: None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def gateway(self, channels: str = "sms") -> Gateway:
        made = gateway_of(
            {
                "PHANANH_GATEWAY": self.address,
                "PHANANH_GATEWAY_SECRET": SECRET,
                "PHANANH_GATEWAY_CHANNELS": channels,
            }
        )
        assert made is not None
        return made

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Reply:
        message = json.loads(body)
        self.asked.append(message)
        self.headers.append(headers)
        key = headers["Idempotency-Key"]
        signed = signature(SECRET.encode(), headers["X-Phananh-Timestamp"], key, body)
        if path != "/v1/messages" or headers["X-Phananh-Signature"] != signed:
            return 401, {}, b"{}"
        told = self.behave(message)
        if told is not None:
            return told
        place = (key, message["channel"])
        status = "duplicate" if place in self.taken else "accepted"
        self.taken.setdefault(place, message)
        return 202, {}, said(status, id=key)


def _handler(gateway: FakeGateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, text = gateway.answer(self.path, dict(self.headers), body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    return Handler


@pytest.fixture
def fake() -> Iterator[FakeGateway]:
    made = FakeGateway()
    made.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.server.daemon_threads = True
    running = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    running.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
