"""One table from what went wrong to the page and status that tell it; views never format errors."""

from __future__ import annotations

import errno
import logging
import secrets
from collections.abc import Mapping

from flask import Flask, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from engine import errors
from engine.people.errors import LoginRefused, WeakPassword, WrongAccount
from webui import here, words

log = logging.getLogger("phananh.webui")


class LoginNeeded(errors.PhananhError):
    """Phiên làm việc đã hết. Xin đăng nhập lại rồi gửi lại."""

    en = "Your session has ended. Please log in and send this again."


class OutOfDate(errors.PhananhError):
    """Trang này mở đã lâu nên chưa gửi được. Xin bấm “Gửi lại”."""

    en = "This page was open for too long. Please press “Send again”."


class Stranger(errors.PhananhError):
    """Yêu cầu này không đến từ trang của chúng tôi nên không được nhận."""

    en = "This request did not come from one of our pages and was not taken."


class TooMany(errors.PhananhError):
    """Có quá nhiều lần gửi từ mạng này. Xin thử lại sau {minutes} phút; nội dung đã nhập vẫn còn."""

    en = "Too many requests from this network. Try again in {minutes} minutes; what you typed is kept."


STATUS: Mapping[type[errors.PhananhError], int] = {
    errors.PhananhError: 400,
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.AlreadyDone: 409,
    errors.Conflict: 409,
    errors.NothingWaits: 409,
    errors.Refused: 422,
    errors.InvalidAnswers: 422,
    errors.BadRelease: 422,
    errors.BrokenProcedure: 500,
    errors.Busy: 503,
    LoginRefused: 401,
    WeakPassword: 422,
    WrongAccount: 422,
    LoginNeeded: 401,
    OutOfDate: 400,
    Stranger: 403,
    TooMany: 429,
}
_KNOWN_CODES = frozenset({400, 404, 405, 413})
# What may be sent once more from the page that tells the error.
_WORTH_AGAIN = (OutOfDate, TooMany, LoginNeeded, errors.Busy)
_OURS = frozenset({"_csrf", "_key"})
# A form with one of these is never put on a page again, not even for its sender.
_SECRET = frozenset({"password", "present", "new", "repeated"})


def status_of(error: errors.PhananhError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def told(error: errors.PhananhError) -> str:
    """The sentence a person reads, in the language of the page."""
    return error.english if here.language() == "en" else error.vi


def _known(error: errors.PhananhError) -> ResponseReturnValue:
    status = status_of(error)
    if isinstance(error, errors.Busy):
        log.debug("%s at %s", type(error).__name__, request.endpoint)  # counted in the metrics
    elif status >= 500:
        log.error("%s: %s", type(error).__name__, error, exc_info=error)
    again = isinstance(error, _WORTH_AGAIN) and request.method == "POST"
    if again and _SECRET & request.form.keys():
        return redirect(request.path, code=303)
    return _page(status, told(error), again=again)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error  # a redirect of the router's
    known = code if code in _KNOWN_CODES else 400 if code < 500 else 500
    return _page(code, words.say(f"error.text_{known}", here.language()))


def _os(error: OSError) -> ResponseReturnValue:
    """A disk that is full or fails is the server's trouble of the moment, and worth another try."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _known(errors.Full())
    if error.errno in (errno.EIO, errno.EROFS, errno.ESTALE):
        log.error("the disk: %s", error)
        return _known(errors.Busy())
    return _unknown(error)


def _unknown(error: Exception) -> ResponseReturnValue:
    mark = secrets.token_hex(4)
    log.exception("unexpected error %s", mark, exc_info=error)
    return _page(500, words.say("error.text_500", here.language()), mark=mark)


def _page(status: int, text: str, *, again: bool = False, mark: str = "") -> ResponseReturnValue:
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=text), status
    kind = status if status in (401, 403, 404, 405, 409, 413, 422, 429, 503) else 400 if status < 500 else 500
    typed = (
        [(name, value) for name, value in request.form.items(multi=True) if name not in _OURS]
        if again
        else []
    )
    page = render_template("error.html", kind=kind, text=text, again=again, typed=typed, mark=mark)
    response = make_response(page, status)
    if status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def install(app: Flask) -> None:
    app.register_error_handler(errors.PhananhError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OSError, _os)
    app.register_error_handler(Exception, _unknown)
