"""How much anybody may send: files up to the photographs of one report, words far less."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LARGEST_POST = 95 * 1024 * 1024  # six photographs of 15 MB
LARGEST_TEXT = 1024 * 1024
_WITH_FILES = "multipart/form-data"


class Request(flask.Request):
    """A request whose words are few: many megabytes of them would keep this process from all others."""

    def __init__(self, environ: WSGIEnvironment, *given: Any, **more: Any) -> None:
        """Only forms with files are read piece by piece; whatever comes in one piece must be small."""
        super().__init__(environ, *given, **more)
        self.max_content_length = LARGEST_POST if self.mimetype == _WITH_FILES else LARGEST_TEXT

    def _load_form_data(self) -> None:
        """What was too large counts as not sent, so that the page which tells it can be drawn."""
        try:
            super()._load_form_data()
        except RequestEntityTooLarge:
            nothing: ImmutableMultiDict[str, object] = ImmutableMultiDict()
            self.__dict__.update(form=nothing, files=nothing, stream=BytesIO())
            raise
