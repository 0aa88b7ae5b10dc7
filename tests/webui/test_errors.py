"""What goes wrong, as people read it; and forms that are not ours."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from flask import Flask

from engine import errors
from tests.webui.pages import Browser
from webui import idempotency
from webui.config import Config, platform_from_environment
from webui.errors import STATUS, status_of
from webui.permissions import open_to


def _raising(app: Flask, error: Exception) -> None:
    def view() -> str:
        raise error

    app.add_url_rule("/hong", "broken", open_to("public")(view), methods=["GET", "POST"])


@pytest.mark.parametrize(
    "error, status",
    [
        (errors.NotFound(), 404),
        (errors.NotAllowed(), 403),
        (errors.NotYourOwnResult(others="Tổ xử lý"), 403),
        (errors.AlreadyDone(who="Tổ xử lý", when="08:00"), 409),
        (errors.TooLate(when="08:00"), 409),
        (errors.Busy(), 503),
        (errors.BrokenProcedure(element="triage", reason="lỗi"), 500),
        (errors.Refused(vi="Không được.", en="No."), 422),
        (ValueError("secret detail"), 500),
    ],
)
def test_an_error_becomes_a_page_with_its_status(
    app: Flask, browser: Browser, error: Exception, status: int
) -> None:
    _raising(app, error)
    page = browser.get("/hong")
    assert page.status == status and "secret" not in page.response.text
    assert page.all("//a[@href='tel:115']")  # whatever breaks, help is a press away
    if isinstance(error, errors.PhananhError):
        assert error.vi in page.text


def test_every_error_of_the_engine_has_a_status() -> None:
    known = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    assert known and all(
        status_of(cast(errors.PhananhError, each.__new__(each))) in range(400, 600) for each in known
    )
    assert all(400 <= status < 600 for status in STATUS.values())


def test_unknown_addresses_and_methods_have_pages_too(browser: Browser) -> None:
    assert browser.get("/khong-co").status == 404
    assert browser.get("/dang-xuat").status == 405


def test_programs_get_the_error_as_data(browser: Browser) -> None:
    answer = browser.get("/khong-co", headers={"Accept": "application/json"}).response
    assert answer.status_code == 404 and "error" in answer.get_json()


def test_a_form_without_its_token_can_be_sent_again_with_what_was_typed(browser: Browser) -> None:
    page = browser.post("/tra-cuu", {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert page.status == 400 and "Gửi lại" in page.text
    again = page.submit("/tra-cuu")
    assert again.status == 422 and "Chưa tìm thấy" in again.text


def test_a_form_from_another_site_is_refused_even_with_the_token(browser: Browser) -> None:
    fields = browser.get("/tra-cuu").fields("/tra-cuu")
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        page = browser.post("/tra-cuu", fields, headers=headers)
        assert page.status == 403 and not page.all("//form[@action='/tra-cuu']")


def test_a_token_of_another_browser_opens_nothing(app: Flask, browser: Browser) -> None:
    other = Browser(app)
    other.get("/tra-cuu")
    assert other.post("/tra-cuu", browser.get("/tra-cuu").fields("/tra-cuu")).status == 400


def test_a_key_that_was_not_given_out_is_replaced(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={"_key": "1"}):
        assert idempotency.key() != "1"
    with app.test_request_context("/"):
        given = idempotency.new_key()
    with app.test_request_context("/", method="POST", data={"_key": given}):
        assert idempotency.key() == given


def test_pages_are_not_kept_by_browsers_but_assets_are(browser: Browser) -> None:
    page = browser.get("/")
    assert page.response.headers["Cache-Control"] == "no-store"
    (style,) = page.all("//link[@rel='stylesheet']/@href")
    assert "immutable" in browser.get(style).response.headers["Cache-Control"]
    assert browser.get("/static/app.js").response.headers["Cache-Control"] == "no-cache"


def test_a_stale_form_with_a_password_is_asked_for_afresh(browser: Browser) -> None:
    page = browser.post("/dang-nhap", {"login": "an", "password": "bí mật của tôi"})
    assert (page.status, page.location) == (303, "/dang-nhap")
    assert "bí mật" not in page.response.text


def test_an_officer_whose_session_ended_can_log_in_beside_what_was_typed(
    app: Flask, browser: Browser
) -> None:
    app.add_url_rule("/viec-thu", "trial", open_to("officer")(lambda: {"told": "done"}), methods=["POST"])
    page = browser.post("/viec-thu", {"note": "Đã kiểm tra tại chỗ lúc bảy giờ sáng nay, đường đã thông"})
    assert page.status == 401 and page.all("//textarea")[0].text.strip().startswith("Đã kiểm tra")
    assert page.all("//a[@href='/dang-nhap'][@target='_blank']")


def test_an_installation_is_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database: str
) -> None:
    monkeypatch.setenv("PHANANH_DATA", str(tmp_path / "du-lieu"))
    monkeypatch.setenv("PHANANH_DATABASE", database)
    monkeypatch.setenv("PHANANH_DOMAIN", "phananh.example.vn")
    monkeypatch.setenv("PHANANH_HTTPS", "1")
    opened, settings = platform_from_environment(), Config.from_environment()
    assert opened.domain == "phananh.example.vn" and settings.https and (tmp_path / "du-lieu").is_dir()
    opened.engine.dispose()
