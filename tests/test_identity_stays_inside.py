"""Who reported, and what they let slip about themselves, is read by the centre and by nobody else.

A name, a phone number and an identity number are planted in a report's text, in the name of a picture and in
the picture itself; the case then goes through everybody's hands, and whatever anybody but the centre can get
at is searched for them.
"""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask, url_for
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

import forms
from engine.cases import acting, doing, files, opening, reporting
from engine.folding import fold
from engine.notices.sending import send_waiting
from engine.people import passwords
from engine.people.standing import Standing
from engine.reading import casefile, inbox, streams
from engine.store import tables
from engine.work import Work
from tests import rosters
from tests.bench.payloads import LETTER
from tests.engine.conftest import province  # noqa: F401  (a fixture)
from tests.engine.province import COMMUNE, Province
from tests.webui.pages import Browser
from webui import create_app
from webui.beside import ACTS as SIDE_ACTS
from webui.config import Config
from webui.permissions import OFFICER, PUBLIC, opened_to
from webui.public.acts import ACTS as PUBLIC_ACTS

NAME, PHONE, NUMBER = "Trần Quốc Vượng", "0987123456", "066204012345"
TEXT = (
    f"Tôi tên là {NAME}, số điện thoại {PHONE}, CCCD {NUMBER}. Trước nhà tôi có ổ gà to, "
    "đề nghị sửa sớm vì trời mưa rất nguy hiểm."
)
FILE_NAME = f"anh cua {NAME} {PHONE}.jpg"
SECRET = "mua rào trên sông Krông Ana"  # the password of everybody here
# However it is written: as it stands, without marks, without spaces, as a file system or a log escapes it.
MARKERS = sorted(
    {
        form
        for one in (NAME, PHONE, NUMBER)
        for form in (
            one,
            fold(one),
            fold(one).replace(" ", ""),
            fold(one).replace(" ", "_"),
            fold(one).replace(" ", "-"),
        )
    }
)
_READABLE = re.compile(r"\s+")
MOST_PAGES = 150


def leaks(content: object) -> list[str]:
    """The markers that something contains, in text or in bytes, whatever the case and the marks."""
    if isinstance(content, bytes):
        raw = content.lower()
        return [
            marker
            for marker in MARKERS
            for code in ("utf-8", "utf-16-le", "utf-16-be")
            if marker.lower().encode(code) in raw
        ]
    text = _READABLE.sub(" ", str(content))
    return [marker for marker in MARKERS if marker in text.lower() or marker in text or marker in fold(text)]


def photograph() -> BytesIO:
    """A picture that says in its EXIF data, in a comment and in XMP whose it is, and where."""
    picture = Image.effect_noise((320, 240), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = f"Nha {fold(NAME)}", NAME, PHONE
    exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 40.0, 1.0), 3: "E", 4: (108.0, 2.0, 3.0)})
    exif.get_ifd(0x8769)[0x9286] = f"{NUMBER}".encode()
    drawn = BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{NAME} {PHONE}</x:xmpmeta>".encode()
    picture.save(drawn, "JPEG", exif=exif, comment=f"{NAME} {PHONE} {NUMBER}".encode(), xmp=xmp)
    return BytesIO(drawn.getvalue())


def test_the_picture_really_carries_the_markers() -> None:
    found = leaks(photograph().getvalue())
    assert {NAME, PHONE, NUMBER} <= set(found)


@pytest.fixture
def told(province: Province, caplog: pytest.LogCaptureFixture) -> Province:  # noqa: F811
    """A report with everything planted in it, taken from the citizen to its publication."""
    caplog.set_level(logging.DEBUG)
    with province.platform.work() as work:
        hashed = passwords.hash_password(SECRET)
        for login, post in OTHERS.items():
            if login not in province.officers:
                province.officers[login] = rosters.add_officer(work, login, post)
        work.run(
            sa.update(tables.officers).values(password_hash=hashed, email=tables.officers.c.login + "@cq.vn")
        )
    sent = files.keep_upload(province.platform, photograph(), FILE_NAME, purpose="report")
    assert isinstance(sent, forms.File)
    sender = opening.Sender(name=NAME, phone=PHONE, email="nguoi.gui@example.vn", address=f"Nhà {NAME}")
    case_id = province.report(TEXT, sender=sender, files=(int(sent.id),))
    assert case_id == 1
    return province


def walk(province: Province) -> Iterator[str]:  # noqa: F811
    """Take the case through its main way as people would, and stop after each step."""
    yield "report"
    triage = _prefilled(province, "operator", "triage")
    given: dict[str, Any] = {
        "outcome": "accept",
        "field": "urban_infrastructure",
        "urgency": "normal",
        "commune": "24133",
    }
    province.do(
        "operator",
        1,
        "triage",
        **given,
        working_text=triage["working_text"],
        follow_proposal="true",
    )
    yield "triage"
    province.do("member", 1, "team_receive", outcome="assign", lead=COMMUNE)
    yield "team_receive"
    province.do("focal", 1, "agency_accept", outcome="accept", officer="handler")
    yield "agency_accept"
    with province.platform.work() as work:
        added = f"Tôi là {NAME}, gọi {PHONE} để tôi chỉ chỗ."
        reporting.add_info(work, 1, added, key="added")
    yield "add_info"
    after = BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(after, "JPEG")
    photo = files.keep_upload(
        province.platform,
        BytesIO(after.getvalue()),
        "sau khi sua.jpg",
        purpose="evidence",
        officer=province.officers["handler"],
    )
    province.do("handler", 1, "handle", {"images": [photo]}, outcome="done", account=LETTER)
    yield "handle"
    province.do("leader", 1, "verify", outcome="pass")
    yield "verify"
    public = _prefilled(province, "operator", "publish")
    texts = {name: str(public[name]) for name in ("public_text", "public_result")}
    province.do("operator", 1, "publish", pictures="as_they_are", **texts)
    yield "publish"


def _prefilled(province: Province, who: str, element: str) -> Mapping[str, object]:  # noqa: F811
    """What the form of a task is filled with when it opens: one tap sends it so."""
    with province.platform.look() as work:
        return dict(doing.task(work, province.standing(who), province.item(1, element).id).values)


OUTSIDE = ("member", "leader", "focal", "handler", "colleague", "head")


def test_nobody_outside_the_centre_reads_it_at_any_step(told: Province) -> None:
    told.clock.advance(hours=1)
    for step in walk(told):
        for who in OUTSIDE:
            for what, content in _readable(told, told.standing(who)):
                assert not leaks(content), f"after {step}, {who} reads {leaks(content)} in {what}"
        told.clock.advance(hours=5)
        told.tick()


def _readable(province: Province, standing: Standing) -> Iterator[tuple[str, object]]:  # noqa: F811
    """Everything that reading gives one person of the cases they may see."""
    with province.platform.look() as work:
        for name in streams.lists_of(standing):
            yield f"inbox {name}", [asdict(entry) for entry in inbox.page(work, standing, name).entries]
        for row in work.connection.execute(
            sa.select(tables.notices).where(tables.notices.c.officer_id == standing.officer_id)
        ):
            yield "a notice", row
        number = work.connection.execute(sa.select(tables.cases.c.report_no)).scalar_one()
        try:
            found = casefile.case_file(work, standing, number)
        except Exception as error:
            assert type(error).__name__ == "NotFound"  # noqa: PT017
            return
        assert found.original is None
        yield "the text", found.text
        yield "the subject", (found.row.subject, found.row.place, found.row.position)
        yield "its messages", casefile.messages_of(work, found)
        yield "its decisions", casefile.decisions_of(work, found)
        yield "its ratings", casefile.ratings_of(work, found)
        yield "its letters", casefile.letters_of(work, found)
        yield "its finished tasks", casefile.finished_tasks(work, found)
        yield "its reporter", casefile.reporter_of(work, found.row.id)
        for row in casefile.pictures_and_files(work, found):
            for copy in ("working", "thumbnail", "public"):
                yield f"the {copy} copy of file {row.id}", files.open_file(work, row, copy)[0]
    yield from _tasks(province, standing)


def _tasks(province: Province, standing: Standing) -> Iterator[tuple[str, object]]:  # noqa: F811
    with province.platform.look() as work:
        open_ones = [entry.id for entry in inbox.page(work, standing, "unit").entries]
        for item_id in open_ones:
            task = doing.task(work, standing, item_id)
            yield f"the form of {task.item.element}", dict(task.values)
            yield f"the lists of {task.item.element}", {name: task.lookups[name] for name in task.lookups}
            yield f"the context of {task.item.element}", task.context


def test_the_centre_reads_it_and_that_is_on_record(told: Province) -> None:
    with told.platform.look() as work:
        number = work.connection.execute(sa.select(tables.cases.c.report_no)).scalar_one()
        found = casefile.case_file(work, told.standing("operator"), number)
        (picture,) = casefile.pictures_and_files(work, found)
        assert files.shown_name(work, picture) == FILE_NAME
        assert leaks(files.open_file(work, picture, "original")[0])
    assert NAME in str(found.original)
    with told.platform.work() as work:
        known = acting.see_identity(work, told.standing("operator"), 1, "gọi hỏi chỗ")
    assert (known.name, known.phone) == (NAME, PHONE)
    with told.platform.look() as work:
        actions = set(work.connection.execute(sa.select(tables.audit.c.action)).scalars())
    assert any("identity" in action for action in actions), actions


def test_no_mail_log_notice_or_publication_carries_it(
    told: Province, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in walk(told):
        told.clock.advance(hours=20)
        told.tick()
    send_waiting(told.platform)
    assert not leaks(caplog.text)
    letters = sorted((told.platform.data / "mail").rglob("*.eml"))
    assert letters, "the walk sent no mail"
    for path in letters:
        letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = letter.get_body()
        assert not leaks(f"{letter['subject']} {letter['to']} {body.get_content() if body else ''}"), (
            path.name
        )
        assert not leaks(path.name)
    _tables_are_clean(told)


# What may not hold it in clear; texts that only the centre reads are elsewhere.
CLEAN = (
    "notices",
    "outbox",
    "publications",
    "audit",
    "escalations",
    "timers",
    "clocks",
    "inputs",
    "incidents",
    "idempotency",
    "files",
    "reporters",
    "work_items",
    "letters",
)


def _tables_are_clean(province: Province) -> None:  # noqa: F811
    with province.platform.look() as work:
        for name in CLEAN:
            for row in work.connection.execute(sa.select(tables.metadata.tables[name])):
                assert not leaks(tuple(row)), f"{name}: {leaks(tuple(row))}"
        state = work.connection.execute(sa.select(tables.cases.c.state)).scalar_one()
    import zlib

    assert not leaks(zlib.decompress(state))


# Who has the case in hand after a step, and so reaches its pages from their list of work.
HANDS = {"triage": "member", "agency_accept": "handler", "handle": "leader"}


def test_no_page_shows_it_to_anybody_outside_the_centre(told: Province) -> None:
    """Every page and file that each role can click its way to, the public first."""
    app = create_app(told.platform, Config())
    app.testing = True
    officers_have_pages = any(rule.rule == "/viec" for rule in app.url_map.iter_rules())
    for step in walk(told):
        told.clock.advance(minutes=30)
        if step in HANDS:
            pages = _clean_pages(app, HANDS[step])
            assert not officers_have_pages or _shows_the_case(pages), (
                f"{HANDS[step]} finds no page of the case"
            )
    for who in (None, *OUTSIDE):
        pages = _clean_pages(app, who)
        assert who is not None or _shows_the_case(pages)


def _clean_pages(app: Flask, who: str | None) -> Mapping[str, bytes]:
    pages = crawl(app, who)
    for address, content in pages.items():
        assert not leaks(content), f"{who or 'the public'} reads {leaks(content)} at {address}"
    return pages


def _shows_the_case(pages: Mapping[str, bytes]) -> bool:
    return any(b"PA-2026-000001" in content for content in pages.values())


def _client(app: Flask, who: str | None) -> FlaskClient:
    browser = Browser(app)
    if who:
        browser.log_in(who, SECRET)
    return browser.client


def crawl(app: Flask, who: str | None) -> Mapping[str, bytes]:
    """What one person's browser gets by following every link and loading every picture from the first page on."""
    client = _client(app, who)
    waiting = ["/", "/viec", "/tim?q=PA-2026-000001"]
    seen: dict[str, bytes] = {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or "dang-xuat" in address:
            continue
        response = client.get(address)
        seen[address] = response.get_data()
        if response.location:
            waiting.append(urlsplit(response.location).path)
        if response.mimetype == "text/html":
            waiting += _addresses(address, response.get_data(as_text=True))
    return seen


def _addresses(here: str, page: str) -> list[str]:
    found = re.findall(r'(?:href|src|srcset)="([^"#]+)"', page)
    there = [urlsplit(urljoin(here, one.replace("&amp;", "&"))) for one in found]
    local = [f"{one.path}?{one.query}" if one.query else one.path for one in there if not one.netloc]
    return [one for one in local if one.startswith("/") and not one.startswith("/static/")]


# What stands in the addresses of pages: everything of the planted case, and something of everything else.
ARGUMENTS: dict[str, Callable[[Work], Iterable[object]]] = {
    "number": lambda work: ["PA-2026-000001"],
    "report_no": lambda work: ["PA-2026-000001"],
    "item_id": lambda work: work.connection.execute(sa.select(tables.work_items.c.id)).scalars(),
    "file_id": lambda work: work.connection.execute(sa.select(tables.files.c.id)).scalars(),
    "incident_id": lambda work: work.connection.execute(sa.select(tables.incidents.c.id)).scalars(),
    "officer_id": lambda work: work.connection.execute(sa.select(tables.officers.c.id).limit(2)).scalars(),
    "unit_id": lambda work: work.connection.execute(
        sa.select(tables.case_units.c.unit_id).distinct()
    ).scalars(),
    "release_id": lambda work: work.connection.execute(sa.select(tables.releases.c.id)).scalars(),
    "which": lambda work: ["original", "working", "thumbnail", "public", 0, 1],
    "slug": lambda work: [*PUBLIC_ACTS, *SIDE_ACTS],
}
OTHERS = {
    "administrator": ("ioc", "administrator"),
    "auditor": ("ioc", "auditor"),
    "analyst": ("ioc", "analyst"),
}


def test_no_address_answers_with_it_to_anybody_outside_the_centre(told: Province) -> None:
    """Every page there is, asked for by its address whether a link leads there or not."""
    for _ in walk(told):
        told.clock.advance(hours=1)
    _plant_an_incident(told)
    app = create_app(told.platform, Config())
    for who in (None, *OUTSIDE, *OTHERS):
        opened = 0
        client = _client(app, who)
        for address in _addresses_open_to(app, told, _roles_of(told, who)):
            answer = client.get(address)
            assert answer.status_code < 500, f"{who} at {address}"
            assert not leaks(answer.get_data()), f"{who} reads {leaks(answer.get_data())} at {address}"
            opened += answer.status_code == 200
        assert opened > 5, f"{who} could open nothing"


def _plant_an_incident(province: Province) -> None:  # noqa: F811
    with province.platform.work() as work:
        broken = {
            "case_id": 1,
            "at": work.now,
            "last_at": work.now,
            "action": "clock:tick",
            "error": "KeyError",
        }
        work.run(sa.insert(tables.incidents), [broken])


def _roles_of(province: Province, who: str | None) -> frozenset[str]:  # noqa: F811
    return frozenset({PUBLIC}) if who is None else frozenset({OFFICER}) | province.standing(who).roles


def _addresses_open_to(app: Flask, province: Province, roles: frozenset[str]) -> list[str]:  # noqa: F811
    with province.platform.look() as work:
        known = {name: list(values(work)) for name, values in ARGUMENTS.items()}
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        opened = opened_to(app.view_functions[rule.endpoint]) & roles
        if opened and "GET" in (rule.methods or ()) and rule.endpoint != "static":
            assert rule.arguments <= known.keys(), f"{rule.rule}: say what to put in its place"
            found += _filled_in(app, rule, known)
    return found


def _filled_in(app: Flask, rule: Rule, known: Mapping[str, list[object]]) -> list[str]:
    names = sorted(rule.arguments)
    sets = [[each for each in known[name] if _fits(rule, name, each)] for name in names]
    with app.test_request_context():
        told: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in product(*sets)]
        return [url_for(rule.endpoint, **each) for each in told]


def _fits(rule: Rule, name: str, value: object) -> bool:
    return isinstance(value, int) == isinstance(rule._converters[name], NumberConverter)


def test_the_search_finds_what_it_looks_for() -> None:
    """The markers are found however they are written: a test that finds nothing proves nothing."""
    assert leaks(f"Anh {NAME.upper()} báo")
    assert leaks({"reporter": fold(NAME)})
    assert leaks(f"x{PHONE}y".encode())
    assert leaks(NAME.encode("utf-16-le"))
    assert not leaks("Trước nhà có ổ gà to")
