"""The officers' door."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from engine.store import tables
from engine.work import Platform
from tests.clocks import FakeClock
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser
from webui import create_app
from webui.config import Config
from webui.permissions import open_to

IOC = ("ioc", "ioc_operator")


def test_the_right_password_leads_to_the_desk(browser: Browser, hire: Hire) -> None:
    hire("an", IOC)
    page = browser.log_in("an", PASSWORD)
    assert (page.status, page.location) == (303, "/viec")
    (cookie,) = [each for each in page.response.headers.getlist("Set-Cookie") if "phananh_session" in each]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


def test_over_https_the_cookies_belong_to_this_host_alone(province: Platform, hire: Hire) -> None:
    hire("an", IOC)
    browser = Browser(create_app(province, Config(https=True)))
    page = browser.get("/dang-nhap", base_url="https://localhost")
    sent = page.fields("/dang-nhap")
    sent.setlist("login", ["an"])
    sent.setlist("password", [PASSWORD])
    done = browser.post(
        "/dang-nhap", sent, base_url="https://localhost", headers={"Origin": "https://localhost"}
    )
    (cookie,) = [
        each
        for each in done.response.headers.getlist("Set-Cookie")
        if each.startswith("__Host-phananh_session")
    ]
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


def test_a_wrong_password_and_an_unknown_name_are_told_alike(browser: Browser, hire: Hire) -> None:
    hire("an", IOC)
    wrong, unknown = browser.log_in("an", "sai rồi nhé"), browser.log_in("nobody", "sai rồi nhé")
    assert wrong.status == unknown.status == 401
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in wrong.text and "sai rồi" not in wrong.response.text
    assert wrong.text == unknown.text


def test_the_door_leads_back_to_the_page_that_was_asked_for(browser: Browser, hire: Hire) -> None:
    hire("an", IOC)
    asked = browser.get("/doi-mat-khau").follow()
    page = asked.submit("/dang-nhap", {"login": "an", "password": PASSWORD})
    assert page.location == "/doi-mat-khau"


def test_the_door_never_leads_to_another_site(browser: Browser, hire: Hire) -> None:
    hire("an", IOC)
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aX: y\r\n"):
        page = browser.get("/dang-nhap", query_string={"next": target})
        done = page.submit("/dang-nhap", {"login": "an", "password": PASSWORD})
        assert done.location == "/viec", target
        Browser.post(browser, "/dang-xuat", {**browser.get("/doi-mat-khau").fields("/dang-xuat")})


def test_a_given_password_must_be_changed_first(browser: Browser, hire: Hire) -> None:
    hire("an", IOC, must_change=True)
    browser.log_in("an", PASSWORD)
    page = browser.get("/doi-mat-khau")
    assert "mật khẩu được cấp" in page.text
    same = page.submit("/doi-mat-khau", {"present": PASSWORD, "new": "ngắn", "repeated": "ngắn"})
    assert same.status == 422 and "12 ký tự" in same.text
    new = "trâu trắng ăn cỏ bờ hồ Lắk"
    assert page.submit("/doi-mat-khau", {"present": "sai", "new": new, "repeated": new}).status == 422
    assert page.submit("/doi-mat-khau", {"present": PASSWORD, "new": new, "repeated": "khác"}).status == 422
    assert (
        page.submit("/doi-mat-khau", {"present": PASSWORD, "new": new, "repeated": new}).location == "/viec"
    )
    assert "mật khẩu được cấp" not in browser.get("/doi-mat-khau").text


def test_logging_out_ends_the_session_on_the_server(browser: Browser, hire: Hire, province: Platform) -> None:
    hire("an", IOC)
    browser.log_in("an", PASSWORD)
    assert browser.get("/doi-mat-khau").submit("/dang-xuat").location == "/dang-nhap"
    with province.look() as work:
        assert work.connection.execute(sa.select(tables.login_sessions)).all() == []
    assert browser.get("/doi-mat-khau").status == 302


def test_a_visit_moves_the_idle_limit_at_most_once_a_minute(
    browser: Browser, hire: Hire, province: Platform, clock: FakeClock
) -> None:
    hire("an", IOC)
    browser.log_in("an", PASSWORD)
    start = clock.now

    def seen_after(seconds: int) -> float:
        clock.set(start)
        clock.advance(seconds=seconds)
        browser.get("/doi-mat-khau")
        with province.look() as work:
            seen = work.connection.execute(sa.select(tables.login_sessions.c.seen_at)).scalar_one()
        return float((seen - start).total_seconds())

    assert [seen_after(30), seen_after(70), seen_after(100)] == [0, 70, 70]


def test_an_officers_language_is_kept_with_the_account(browser: Browser, hire: Hire, app: Flask) -> None:
    hire("an", IOC)
    browser.log_in("an", PASSWORD)
    browser.get("/doi-mat-khau").submit("/ngon-ngu", {"language": "en"})
    other = Browser(app)
    other.log_in("an", PASSWORD)
    assert other.get("/doi-mat-khau").heading == "Change password"


def test_a_page_for_administrators_is_closed_to_other_officers(
    app: Flask, browser: Browser, hire: Hire
) -> None:
    app.add_url_rule("/thu", "trial", open_to("administrator")(lambda: {"told": "secret"}))
    hire("an", IOC)
    hire("chi", ("ioc", "administrator"))
    browser.log_in("an", PASSWORD)
    assert browser.get("/thu").status == 403
    boss = Browser(app)
    boss.log_in("chi", PASSWORD)
    assert boss.get("/thu").response.get_json() == {"told": "secret"}
