"""The texts people read: complete in both languages, every placeholder known, every use answered."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml
from lxml import etree

from engine import dmn
from engine.bpmn.check.release import check_one

FOLDER = Path(__file__).parents[2] / "processes" / "cv731"
DATA: dict[str, Any] = yaml.safe_load((FOLDER / "texts.yaml").read_text(encoding="utf-8"))
TEXTS: dict[str, dict[str, str]] = DATA["texts"]
NOTICES: dict[str, dict[str, str]] = DATA["notices"]
ALL = {**TEXTS, **NOTICES}
THIRTY = [
    "home.lead",
    "home.privacy",
    "emergency.banner",
    "emergency.offline",
    "receipt.title",
    "receipt.keep",
    "receipt.fraud",
    "promise.first",
    "promise.result",
    "status.waiting",
    "status.info",
    "status.working",
    "status.done",
    "status.promised",
    "status.declined",
    "status.hotline",
    "status.merged",
    "status.withdrawn",
    "status.closed",
    "late.apology",
    "extension.notice",
    "refuse.complaint",
    "refuse.denunciation",
    "refuse.civil",
    "refuse.elsewhere",
    "refuse.no_answer",
    "refuse.wording",
    "escalate.leader",
    "relay.question",
    "rating.question",
]
NEUTRAL = "Phản ánh {report_no} có thông tin mới. Xem tại {domain} hoặc gọi {hotline}."
MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_all_thirty_texts_are_there() -> None:
    assert len(THIRTY) == 30
    assert set(THIRTY) <= set(TEXTS)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_text_speaks_both_languages_with_the_same_placeholders(name: str) -> None:
    entry = ALL[name]
    assert entry["vi"].strip()
    assert entry["en"].strip()
    assert placeholders(entry["vi"]) == placeholders(entry["en"])
    for key in entry:
        form = key.removesuffix("_vi")
        if form != key:
            assert placeholders(entry[key]) == placeholders(entry[f"{form}_en"])


def test_every_placeholder_is_explained_and_every_explanation_is_used() -> None:
    used = set().union(*(placeholders(text) for entry in ALL.values() for text in entry.values()))
    assert used == set(DATA["placeholders"])
    for meaning in DATA["placeholders"].values():
        assert meaning["vi"]
        assert meaning["en"]


@pytest.mark.parametrize(("right", "wrong"), [("{report_no}", "{reprot_no}"), ("{date}", "{date.year}")])
def test_the_checker_names_the_line_of_a_place_that_nobody_explains(right: str, wrong: str) -> None:
    lines = (FOLDER / "texts.yaml").read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if right in line and line.strip().startswith("vi:"))
    lines[number - 1] = lines[number - 1].replace(right, wrong, 1)
    (found,) = check_one("texts.yaml", "\n".join(lines).encode(), None)
    assert (found.code, found.line, found.element) == ("text-placeholder", number, wrong)


def test_the_texts_have_no_place_that_nobody_explains() -> None:
    assert check_one("texts.yaml", (FOLDER / "texts.yaml").read_bytes(), None) == []


def test_what_leaves_for_a_reporter_by_mail_says_nothing_of_the_matter() -> None:
    mails = {name: entry for name, entry in NOTICES.items() if name.startswith("reporter.")}
    assert mails
    for entry in mails.values():
        assert entry["body_vi"] == NEUTRAL
        assert placeholders(entry["subject_vi"]) == {"report_no"}


def test_every_notice_has_a_subject_and_a_body() -> None:
    for name, entry in NOTICES.items():
        assert {"subject_vi", "subject_en", "body_vi", "body_en"} <= set(entry), name


def test_citizens_read_no_internal_words() -> None:
    for name, entry in TEXTS.items():
        if not name.startswith(("escalate.", "evidence.")):
            assert not re.search(r"\b(IOC|PAKN|Từ chối)\b", entry["vi"]), name


def test_no_refusal_cites_a_law_and_each_says_where_to_go_or_what_to_do() -> None:
    for name, entry in TEXTS.items():
        if name.startswith("refuse."):
            assert not re.search(r"\b(Luật|Nghị định|Điều)\b", entry["vi"])
            assert re.search(r"[Xx]in |chỉ cần|có thể", entry["vi"]), name


def test_every_refusal_reason_has_a_label_a_text_and_a_row_in_the_table() -> None:
    model = dmn.read((FOLDER / "refusal-text.dmn").read_bytes(), "refusal-text.dmn")
    for reason in DATA["refusals"]:
        found: Any = model.decide("refusal_text", {"reason": reason["code"]}).value
        assert found["text"] == reason["text"]
        assert found["text"] in TEXTS
        assert reason["vi"]
        assert reason["en"]
        assert set(reason["guidance"]) <= placeholders(TEXTS[reason["text"]]["vi"])
    root = etree.fromstring((FOLDER / "refusal-text.dmn").read_bytes())
    assert len(list(root.iter(MODEL + "rule"))) == len(DATA["refusals"])


def test_every_text_that_a_table_names_exists() -> None:
    named = set()
    for path in FOLDER.glob("*.dmn"):
        for cell in etree.fromstring(path.read_bytes()).iter(MODEL + "outputEntry"):
            text = cell.findtext(f"{MODEL}text") or ""
            named |= set(re.findall(r'"((?:refuse|evidence|escalate)\.[a-z_]+)"', text))
    assert named
    assert named <= set(ALL)


def test_officers_are_told_by_office_never_by_a_name() -> None:
    for entry in ALL.values():
        assert not placeholders(" ".join(entry.values())) & {"name", "officer", "phone", "reporter"}
