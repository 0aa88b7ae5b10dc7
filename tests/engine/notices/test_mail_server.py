"""E-mail handed to a real mail server on loopback: what arrives, and what its replies mean."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from engine.notices.carrying import Mail, NotSent, Rejected, Unavailable
from engine.notices.mail import MailFolder, MailServer, message_id

MAIL = Mail("reporter:7:1", "le.a@example.com", "Phản ánh PA-1\r\nBcc: x@example.com", "Có thông tin mới.")


class Desk:
    """What the server does with each address and each message."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to_address = "250 OK"
        self.to_message = "250 OK"
        self.to_quit = "221 Bye"

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to_address.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_address

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.to_message.startswith("2"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.SMTP))
        return self.to_message

    async def handle_QUIT(self, *_: Any) -> str:
        return self.to_quit


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def server(desk: Desk) -> Iterator[MailServer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = Controller(desk, hostname="127.0.0.1", port=port)
    running.start()
    yield MailServer("127.0.0.1", port, "phananh@daklak.example")
    running.stop()


def test_what_arrives_carries_the_key_twice_and_no_header_of_the_text(desk: Desk, server: MailServer) -> None:
    server.send(MAIL)
    server.send(MAIL)
    first, second = desk.taken
    assert first["Message-ID"] == second["Message-ID"] == message_id(MAIL.key, server.sender)
    assert first["X-Phananh-Key"] == MAIL.key and first["Bcc"] is None
    assert first.get_content().strip() == MAIL.body
    assert first["Message-ID"] != message_id("reporter:7:2", server.sender)


REPLIES: list[tuple[str, str, type[NotSent]]] = [
    ("to_address", "550 no such user", Rejected),
    ("to_address", "450 mailbox busy", NotSent),
    ("to_address", "421 closing", Unavailable),
    ("to_message", "554 refused", Rejected),
    ("to_message", "451 try later", NotSent),
]


@pytest.mark.parametrize(("place", "reply", "expected"), REPLIES)
def test_a_reply_says_whose_fault_it_is(
    desk: Desk, server: MailServer, place: str, reply: str, expected: type[NotSent]
) -> None:
    setattr(desk, place, reply)
    with pytest.raises(NotSent) as told:
        server.send(MAIL)
    assert type(told.value) is expected and desk.taken == []


def test_a_server_that_takes_the_message_and_stumbles_over_the_farewell_has_it(
    desk: Desk, server: MailServer
) -> None:
    desk.to_quit = "500 what?"
    server.send(MAIL)
    assert len(desk.taken) == 1


def test_a_server_that_is_not_there_is_an_outage(desk: Desk) -> None:
    with pytest.raises(Unavailable):
        MailServer("127.0.0.1", 1, "phananh@daklak.example").send(MAIL)


def test_credentials_that_a_server_does_not_want_are_nobodys_fault_but_ours(server: MailServer) -> None:
    wrong = MailServer(server.host, server.port, server.sender, "user", "word")
    with pytest.raises(Unavailable):
        wrong.send(MAIL)


@pytest.mark.parametrize("address", ["a@example.com\r\nBcc: b@example.com", "a@example.com\nX: y"])
def test_a_line_break_in_an_address_adds_no_header(tmp_path: Path, address: str) -> None:
    with pytest.raises(Rejected):
        MailFolder(tmp_path / "mail").send(Mail("k", address, "s", "b"))
    assert not list(tmp_path.rglob("*.eml"))
