"""E-mail: to a mail server, or into a folder when none is set."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from engine.work import Platform

TIMEOUT = 20


@dataclass(frozen=True)
class Mail:
    """One message; its key stays the same when it is sent again, so a receiver may drop the second."""

    key: str
    to: str
    subject: str
    body: str


class NotSent(Exception):
    """The message could not be handed over."""


class Transport(Protocol):
    """Somewhere a message can be handed to."""

    def send(self, mail: Mail) -> None: ...


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
        try:
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT) as server:
                if self.encrypted:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password or "")
                server.send_message(_message(mail, self.sender))
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(type(error).__name__) from error


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
            raise NotSent(type(error).__name__) from error


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["X-Phananh-Key"] = mail.key
    message.set_content(mail.body)
    return message


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
