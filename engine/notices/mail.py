"""E-mail: to a mail server, or into a folder when none is set."""

from __future__ import annotations

import hashlib
import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from engine.notices.carrying import Mail, NotSent, Rejected, Transport, Unavailable
from engine.work import Platform

__all__ = ["Mail", "MailFolder", "MailServer", "NotSent", "Rejected", "Transport", "transport_of"]

TIMEOUT = 20
CLOSING = 421  # the server takes nothing at the moment
PERMANENT = 500  # where the permanent refusals among the replies of a mail server begin


@dataclass(frozen=True)
class MailServer:
    """An SMTP server; credentials come from the environment, never from the database."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    encrypted: bool = False

    def send(self, mail: Mail) -> None:
        message, taken = _message(mail, self.sender), False
        try:
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT) as server:
                if self.encrypted:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password or "")
                server.send_message(message)
                taken = True
        except (OSError, smtplib.SMTPException) as error:
            if (
                not taken
            ):  # a server that takes the message and stumbles over the farewell has it all the same
                raise _fault(error, mail) from error


def _fault(error: Exception, mail: Mail) -> NotSent:
    """Whose fault it is: of this address or message, for ever or for now, or of the server itself."""
    codes = _codes(error)
    told = f"{type(error).__name__} {codes or ''}".strip()
    if isinstance(error, smtplib.SMTPNotSupportedError) and not mail.to.isascii():
        return Rejected(told)
    if not codes or CLOSING in codes:
        return Unavailable(told)
    return Rejected(told) if min(codes) >= PERMANENT else NotSent(told)


def _codes(error: Exception) -> list[int]:
    """What the server said to this address and message; of its other replies no message is the cause."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPDataError) else []


@dataclass(frozen=True)
class MailFolder:
    """Messages as files: what a trial installation does instead of sending."""

    folder: Path
    sender: str = "phananh@localhost"

    def send(self, mail: Mail) -> None:
        name = re.sub(r"[^A-Za-z0-9]+", "-", mail.key)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{name}.eml").write_bytes(_message(mail, self.sender).as_bytes(policy=SMTP))
        except OSError as error:
            raise Unavailable(type(error).__name__) from error


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    try:
        message["To"] = mail.to
    except ValueError as error:  # a line break in an address would add a header of its own
        raise Rejected("not an address") from error
    message["Subject"] = " ".join(mail.subject.split())
    message["Message-ID"] = message_id(mail.key, sender)
    message["X-Phananh-Key"] = mail.key
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def message_id(key: str, sender: str) -> str:
    """The same for the same key, so that mail servers and readers know a message sent again."""
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def transport_of(platform: Platform) -> Transport:
    """The mail server named by the environment (PHANANH_SMTP=host:port), else a folder beside the data."""
    server = os.environ.get("PHANANH_SMTP")
    if not server:
        return MailFolder(platform.data / "mail")
    host, _, port = server.partition(":")
    return MailServer(
        host,
        int(port or 25),
        os.environ.get("PHANANH_SMTP_FROM", "phananh@localhost"),
        os.environ.get("PHANANH_SMTP_USER"),
        os.environ.get("PHANANH_SMTP_PASSWORD"),
        os.environ.get("PHANANH_SMTP_TLS") == "1",
    )
