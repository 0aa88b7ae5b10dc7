"""The contract with the gateway, held against a real server on loopback that keeps it or breaks it."""

from __future__ import annotations

import socket
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.errors import Refused
from engine.notices import posting
from engine.notices.carrying import Mail, Rejected, Unavailable
from engine.notices.gateway import gateway_of, signature
from engine.notices.posting import GatewayPost
from tests.clocks import FakeClock, moment
from tests.engine.notices.conftest import SECRET, FakeGateway, Reply, said

NOON = moment("2026-03-02 12:00")
SMS = Mail("reporter:7:1", "+84905000111", "", "Phản ánh PA-2026-000007 có thông tin mới.", "sms")


def post(fake: FakeGateway, mail: Mail = SMS) -> None:
    GatewayPost(fake.gateway(), lambda: NOON).send(mail)


def answering(status: int, body: bytes = b"{}", **headers: str) -> Any:
    reply: Reply = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
    return lambda _: reply


def test_a_message_arrives_as_the_contract_says(fake: FakeGateway) -> None:
    post(fake)
    [message], [headers] = fake.asked, fake.headers
    assert message == {"version": 1, "channel": "sms", "to": SMS.to, "text": SMS.body}
    assert headers["Idempotency-Key"] == SMS.key
    assert headers["X-Phananh-Timestamp"] == str(int(NOON.timestamp()))
    assert headers["Content-Type"].startswith("application/json")


def test_the_signature_covers_the_hour_the_key_and_every_byte() -> None:
    right = signature(b"s", "1", "key", b"body")
    others = [
        signature(b"t", "1", "key", b"body"),
        signature(b"s", "2", "key", b"body"),
        signature(b"s", "1", "keys", b"body"),
        signature(b"s", "1", "key", b"bodY"),
    ]
    assert right not in others and right.startswith("sha256=") and len(right) == len("sha256=") + 64


def test_a_repeated_key_is_a_success_and_sent_once(fake: FakeGateway) -> None:
    post(fake)
    post(fake)
    assert len(fake.asked) == 2 and len(fake.taken) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 410, 413, 422])
def test_what_is_wrong_with_the_message_is_not_tried_again(fake: FakeGateway, status: int) -> None:
    fake.behave = answering(status, said("rejected", reason="no such number"))
    with pytest.raises(Rejected, match="no such number"):
        post(fake)


def test_a_success_that_says_rejected_is_none(fake: FakeGateway) -> None:
    fake.behave = answering(200, said("rejected", reason="not on Zalo"))
    with pytest.raises(Rejected, match="not on Zalo"):
        post(fake)


@pytest.mark.parametrize(
    "body", [said("error"), b"<html>maintenance</html>", b"", b"[]", b'"accepted"', b"{", b"\xff\xfe"]
)
def test_a_success_that_lies_is_an_outage(fake: FakeGateway, body: bytes) -> None:
    fake.behave = answering(200, body)
    with pytest.raises(Unavailable):
        post(fake)


@pytest.mark.parametrize("status", [401, 403, 500, 502, 503, 504])
def test_what_no_message_can_help_is_an_outage(fake: FakeGateway, status: int) -> None:
    fake.behave = answering(status)
    with pytest.raises(Unavailable) as told:
        post(fake)
    assert told.value.again_after is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("30", timedelta(seconds=30)),
        ("0", None),
        ("Mon, 02 Mar 2026 05:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 04:00:00 GMT", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_it_may_say_when_to_come_again(fake: FakeGateway, asked: str, expected: timedelta | None) -> None:
    fake.behave = answering(429, Retry_After=asked)
    with pytest.raises(Unavailable) as told:
        post(fake)
    assert told.value.again_after == expected


def test_a_redirect_is_not_followed(fake: FakeGateway) -> None:
    fake.behave = answering(307, Location=f"{fake.address}/elsewhere")
    with pytest.raises(Unavailable):
        post(fake)
    assert len(fake.asked) == 1


def test_nobody_listening_is_an_outage(fake: FakeGateway) -> None:
    gateway = fake.gateway()
    fake.server.shutdown()
    fake.server.server_close()
    with pytest.raises(Unavailable, match="Refused"):
        GatewayPost(gateway, lambda: NOON).send(SMS)


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes within the time-out, so only the bound on the whole ends it."""
    monkeypatch.setattr(posting, "WHOLE", 0.4)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listening.accept()
        with line:
            line.recv(65536)
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 400:
                try:
                    line.sendall(bytes([letter]))
                except OSError:
                    return
                time.sleep(0.02)

    threading.Thread(target=drip, daemon=True).start()
    port = listening.getsockname()[1]
    gateway = gateway_of({"PHANANH_GATEWAY": f"http://127.0.0.1:{port}", "PHANANH_GATEWAY_SECRET": SECRET})
    assert gateway is not None
    began = time.monotonic()
    with pytest.raises(Unavailable):
        GatewayPost(gateway, FakeClock()).send(SMS)
    assert time.monotonic() - began < 3
    listening.close()


def test_a_huge_answer_is_not_read_to_its_end(fake: FakeGateway) -> None:
    fake.behave = answering(200, b'{"status": "accepted", "x": "' + b"a" * 1_000_000 + b'"}')
    with pytest.raises(Unavailable):
        post(fake)


@pytest.mark.parametrize(
    "environment",
    [
        {"PHANANH_GATEWAY": "http://sms.example.vn", "PHANANH_GATEWAY_SECRET": "s"},
        {"PHANANH_GATEWAY": "https://user:word@sms.example.vn", "PHANANH_GATEWAY_SECRET": "s"},
        {"PHANANH_GATEWAY": "ftp://sms.example.vn", "PHANANH_GATEWAY_SECRET": "s"},
        {"PHANANH_GATEWAY": "sms.example.vn", "PHANANH_GATEWAY_SECRET": "s"},
        {"PHANANH_GATEWAY": "https://sms.example.vn"},
        {
            "PHANANH_GATEWAY": "https://sms.example.vn",
            "PHANANH_GATEWAY_SECRET": "s",
            "PHANANH_GATEWAY_CHANNELS": "sms,fax",
        },
    ],
)
def test_a_half_described_gateway_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(Refused):
        gateway_of(environment)


def test_the_secret_comes_from_a_file_if_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("từ tệp\n")
    made = gateway_of(
        {
            "PHANANH_GATEWAY": "https://sms.example.vn/v1",
            "PHANANH_GATEWAY_SECRET_FILE": str(tmp_path / "secret"),
            "PHANANH_GATEWAY_CHANNELS": "zalo, sms",
        }
    )
    assert made is not None
    assert made.secret == "từ tệp".encode()
    assert made.channels == ("zalo", "sms") and made.after("zalo") == "sms" and made.after("sms") is None
    assert gateway_of({}) is None
