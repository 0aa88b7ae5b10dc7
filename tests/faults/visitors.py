"""People at their browsers: they fill in real pages, and send again with the same key what was not answered."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

PATIENCE = 240.0  # a server may be killed many times over before it has answered
DOOR = "/dang-nhap"
HASTE = 0.03
BUSY = (429, 503)


@dataclass
class Ledger:
    """What people were told, kept outside the processes that are killed."""

    receipts: dict[int, tuple[str, str]] = field(default_factory=dict)
    completed: list[int] = field(default_factory=list)
    answered: int = 0
    in_doubt: int = 0
    done_all_the_same: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Answer:
    """One page, or the way to the next."""

    address: str
    status: int
    location: str
    body: bytes

    @property
    def tree(self) -> Any:
        return lxml.html.document_fromstring(self.body.decode())

    def form(self, path: str) -> tuple[str, dict[str, Any]]:
        """Where the form for this path is sent, and what a browser would send of it as it stands."""
        for one in self.tree.forms:
            if one.method == "POST" and urlsplit(one.get("action")).path == path and "_key" in one.fields:
                return str(one.get("action")), _values(one)
        raise AssertionError(f"no form for {path} at {self.address} ({self.status})")


def _values(form: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


@dataclass
class Visitor:
    """One browser with its cookies; it outlives the server."""

    port: int
    ledger: Ledger
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"", {}, lambda: False)

    def send(
        self, page: Answer, path: str, answers: Mapping[str, Any], happened: Callable[[str], bool]
    ) -> Answer:
        """Send a page's form filled in; `happened` tells by its key whether what is in doubt was done."""
        action, fields = page.form(path)
        fields |= {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
        content, length, boundary = stream_encode_multipart(fields)
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(length),
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        key = str(fields["_key"][0])
        return self._ask("POST", action, content.read(), headers, lambda: happened(key))

    def log_in(self, login: str, password: str) -> None:
        came = self.send(self.get(DOOR), DOOR, {"login": login, "password": password}, lambda key: False)
        assert came.status == http.client.SEE_OTHER, f"{login} was not let in: {came.status}"

    def _ask(
        self, verb: str, address: str, body: bytes, headers: Mapping[str, str], happened: Callable[[], bool]
    ) -> Answer:
        deadline, cut = time.monotonic() + PATIENCE, False
        while time.monotonic() < deadline:
            try:
                answer = self._once(verb, address, body, headers)
            except ConnectionRefusedError:  # nobody is there: nothing can have happened
                time.sleep(HASTE)
                continue
            except (OSError, http.client.HTTPException):
                cut = cut or self._note_doubt(verb, happened)
                time.sleep(HASTE)
                continue
            if answer.status not in BUSY:
                with self.ledger.lock:
                    self.ledger.answered += 1
                return answer
            time.sleep(HASTE)
        raise AssertionError(f"{verb} {address}: no answer")

    def _note_doubt(self, verb: str, happened: Callable[[], bool]) -> bool:
        """Count an act that was cut off, and whether the answer alone was lost."""
        if verb == "POST":
            done = happened()
            with self.ledger.lock:
                self.ledger.in_doubt += 1
                self.ledger.done_all_the_same += done
        return True

    def _once(self, verb: str, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            line.request(verb, address, body, {**headers, "Cookie": kept, "Connection": "close"})
            response = line.getresponse()
            content = response.read()
        finally:
            line.close()
        for told in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(told).items()}
        return Answer(address, response.status, response.headers.get("Location", ""), content)


def photograph(number: int) -> FileStorage:
    """A picture of its own for each report, so that none can stand for another."""
    drawn = BytesIO()
    Image.new("RGB", (64, 48), (number % 256, number // 256 % 256, 60)).save(drawn, "JPEG")
    return FileStorage(BytesIO(drawn.getvalue()), filename="anh.jpg", content_type="image/jpeg")
