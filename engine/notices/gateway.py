"""The gateway for short messages and Zalo: what we send it, and what its answers mean.

The contract is written down in docs/reference/gateway.md. All here are values; `posting` sends them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from engine.errors import Refused
from engine.notices.carrying import Mail, Rejected, Unavailable

CONTRACT = 1
CHANNELS = ("sms", "zalo")
TAKEN = ("accepted", "duplicate")
# The message, not the gateway, is at fault: the same again would be refused again.
OUR_FAULT = frozenset({400, 404, 409, 410, 413, 422})
LONGEST_REASON = 200


@dataclass(frozen=True)
class Gateway:
    """Where the gateway is, the secret shared with it, and its channels in the order they are tried."""

    address: SplitResult
    secret: bytes
    channels: tuple[str, ...] = ("sms",)

    def after(self, channel: str) -> str | None:
        """The channel to try when this one does not reach the person."""
        later = self.channels[self.channels.index(channel) + 1 :] if channel in self.channels else ()
        return next(iter(later), None)


@dataclass(frozen=True)
class Posting:
    """One request as it goes over the wire."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What came back: the status, when to come again if it says so, and the first part of the body."""

    status: int
    retry_after: str | None
    body: bytes


def posting(gateway: Gateway, mail: Mail, now: datetime) -> Posting:
    """The request for one message; the same message again differs only in its hour and signature."""
    said = {"version": CONTRACT, "channel": mail.channel, "to": mail.to, "text": mail.body}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    hour = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": mail.key,
        "X-Phananh-Timestamp": hour,
        "X-Phananh-Signature": signature(gateway.secret, hour, mail.key, body),
    }
    return Posting(f"{gateway.address.path.rstrip('/')}/messages", headers, body)


def signature(secret: bytes, hour: str, key: str, body: bytes) -> str:
    """Over the hour and the key too, so that neither can be exchanged."""
    signed = b"\n".join((hour.encode(), key.encode(), body))
    return "sha256=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()


def judge(answer: Answer, now: datetime) -> None:
    """Return if the message was taken; else say whose fault it is."""
    if answer.status in OUR_FAULT:
        raise Rejected(f"HTTP {answer.status}{_reason(answer)}")
    if not 200 <= answer.status < 300:  # noqa: PLR2004  (a redirect is not followed, so it is a failure too)
        raise Unavailable(f"HTTP {answer.status}", _patience(answer, now))
    said = _said(answer)
    if said.get("status") == "rejected":
        raise Rejected(f"rejected{_reason(answer)}")
    if said.get("status") not in TAKEN:
        raise Unavailable(f"HTTP {answer.status} without a word of acceptance")


def _said(answer: Answer) -> Mapping[str, object]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _reason(answer: Answer) -> str:
    reason = _said(answer).get("reason")
    return f": {' '.join(str(reason).split())[:LONGEST_REASON]}" if reason else ""


def _patience(answer: Answer, now: datetime) -> timedelta | None:
    """Retry-After in seconds or as a date, the two ways HTTP knows."""
    text = (answer.retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return timedelta(seconds=min(int(text[:9]), 86_400)) or None
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return until - now if until.tzinfo and until > now else None


def gateway_of(environ: Mapping[str, str]) -> Gateway | None:
    """The gateway that the environment names; a half-described one is refused when the system starts."""
    text = environ.get("PHANANH_GATEWAY", "").strip()
    if not text:
        return None
    return Gateway(
        _address(text), _secret(environ), _channels(environ.get("PHANANH_GATEWAY_CHANNELS", "sms"))
    )


def _address(text: str) -> SplitResult:
    found = urlsplit(text)
    plain = found.scheme == "http" and _stays_here(found.hostname or "")
    if not found.hostname or found.username or found.query or not (found.scheme == "https" or plain):
        raise Refused(
            vi="PHANANH_GATEWAY phải là địa chỉ https không có tên đăng nhập (http chỉ dùng trên cùng máy).",
            en="PHANANH_GATEWAY must be an https address without a user name (http on this machine only).",
        )
    return found


def _stays_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secret(environ: Mapping[str, str]) -> bytes:
    path = environ.get("PHANANH_GATEWAY_SECRET_FILE", "")
    secret = Path(path).read_bytes().strip() if path else environ.get("PHANANH_GATEWAY_SECRET", "").encode()
    if not secret:
        raise Refused(
            vi="Thiếu khóa bí mật của cổng nhắn tin: PHANANH_GATEWAY_SECRET_FILE.",
            en="The gateway's secret is missing: PHANANH_GATEWAY_SECRET_FILE.",
        )
    return secret


def _channels(text: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(filter(None, (each.strip() for each in text.split(",")))))
    if not named or not set(named) <= set(CHANNELS):
        raise Refused(
            vi="PHANANH_GATEWAY_CHANNELS chỉ nhận sms, zalo, cách nhau bằng dấu phẩy.",
            en="PHANANH_GATEWAY_CHANNELS takes sms and zalo, with a comma between.",
        )
    return named
