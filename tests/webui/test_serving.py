"""The server itself, as a proxy in front of it reaches it."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
import sqlalchemy as sa

from engine.store.tables import login_sessions
from engine.work import Platform
from tests.webui.conftest import PASSWORD, Hire
from webui import create_app, serving
from webui.config import Config

CITIZEN = "203.0.113.9"
Serve = Callable[[Config], int]


@pytest.fixture
def serve(province: Platform) -> Iterator[Serve]:
    """Start a server with these settings and say at which port."""
    begun = []

    def start(config: Config) -> int:
        server = serving.listening(create_app(province, config), dict[int, Any](), "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        begun.append((server, thread))
        return int(server.effective_port)

    yield start
    for server, thread in begun:
        # Within the server's own loop: from here a socket would be gone while that loop still asks for it.
        server.trigger.pull_trigger(server.close)
        thread.join(5)


def _asked(port: int, path: str, sent: str | None = None, **headers: str) -> tuple[int, str, bytes]:
    """The status, the cookie and the page of one request, as whoever stands before this server passes it on."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        line.request("GET" if sent is None else "POST", path, sent, named)
        answer = line.getresponse()
        return answer.status, answer.getheader("Set-Cookie", "").partition(";")[0], answer.read()
    finally:
        line.close()


def _log_in(port: int, login: str, password: str) -> int:
    """At the door, behind a proxy that says for whom it asks."""
    _, cookie, page = _asked(port, "/dang-nhap")
    (token,) = lxml.html.document_fromstring(page).xpath("//form//input[@name='_csrf']/@value")[:1]
    sent = urlencode({"_csrf": token, "login": login, "password": password})
    kind = "application/x-www-form-urlencoded"
    return _asked(port, "/dang-nhap", sent, Cookie=cookie, Content_Type=kind, X_Forwarded_For=CITIZEN)[0]


def test_metrics_are_not_for_those_behind_a_proxy_on_this_machine(serve: Serve) -> None:
    port = serve(Config())
    assert _asked(port, "/metrics")[0] == 200
    assert _asked(port, "/metrics", X_Forwarded_For=CITIZEN)[0] == 404
    assert _asked(port, "/metrics", Forwarded=f"for={CITIZEN}")[0] == 404


@pytest.mark.parametrize(("proxies", "known"), [(1, CITIZEN), (0, "127.0.0.1")])
def test_an_address_is_the_citizens_own_behind_a_known_proxy_only(
    serve: Serve, province: Platform, hire: Hire, proxies: int, known: str
) -> None:
    hire("an", ("ioc", "ioc_operator"))
    port = serve(Config(proxies=proxies))
    assert _log_in(port, "an", PASSWORD) == 303
    with province.look() as work:
        assert work.connection.execute(sa.select(login_sessions.c.address)).scalar_one() == known
