"""An officer's browser whose requests are weighed on the server's side only."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from tests.bench.stages import Stage
from tests.webui.pages import Browser, Page
from webui import create_app
from webui.config import Config

PASSWORD = "mua rào trên sông Krông Ana"


class Visit:
    """Somebody logged in; `spent` is the CPU of each request from its arrival to the last byte."""

    def __init__(self, stage: Stage, who: str) -> None:
        self.spent: list[float] = []
        app = create_app(stage.platform, Config())
        self._inner = app.wsgi_app
        app.wsgi_app = self._weighed  # type: ignore[method-assign, assignment]
        self.browser = Browser(app)
        self.browser.log_in(who, PASSWORD)
        self.spent.clear()

    def _weighed(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        began = time.process_time()
        answer = self._inner(environ, start)
        told = list(answer)
        if hasattr(answer, "close"):
            answer.close()
        self.spent.append(time.process_time() - began)
        return told

    def get(self, address: str) -> None:
        found = self.browser.client.get(address, buffered=True)
        if found.status_code != 200:
            raise RuntimeError(f"{address}: {found.status_code}")

    def open(self, address: str) -> Page:
        return self.browser.get(address)

    def submit(self, page: Page, action: str, answers: Mapping[str, Any]) -> float:
        """Send a form as a browser would; the CPU of the server."""
        self.spent.clear()
        sent = page.submit(action, answers)
        if sent.status != 303:
            raise RuntimeError(f"{action}: {sent.status} {sent.text[:300]}")
        return self.spent[0]
