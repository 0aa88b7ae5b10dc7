"""Text as people type it: cleaned, and checked against what the field asks."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

from forms import patterns
from forms.problems import Wrong
from forms.schema import DEFAULT_MAX_LENGTH, Field

# Direction overrides and invisible marks can make a text read differently from what it says, and letters
# that show nothing (fillers of Hangul, the empty Braille cell) can make nothing pass for an answer.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]"
)
# The controls and the halves of surrogate pairs: the categories Cc and Cs of Unicode.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROLS_WITHIN_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\Z"
)
_SHORT_NUMBER = re.compile(r"1\d{2,3}\Z")


def clean(raw: str, lines: bool = False) -> str:
    """NFC without control or invisible characters; line ends kept only where lines are asked for."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")))
    text = (_CONTROLS_WITHIN_LINES if lines else _CONTROLS).sub(" ", text)
    return text.strip() if lines else " ".join(text.split())


def read_text(field: Field, raw: str) -> str | None:
    """The cleaned text, None when nothing was written."""
    text = clean(raw, lines=field.kind == "textarea")
    if not text:
        return None
    _check_length(field, text)
    if field.rules.kind == "email":
        return _email(text)
    if field.rules.kind == "phone":
        return _phone(field, text)
    if field.rules.pattern and not patterns.fits(field.rules.pattern, text):
        hint_vi, hint_en = (
            field.properties.get("pattern_hint", ""),
            field.properties.get("pattern_hint_en", ""),
        )
        raise Wrong("pattern", hint=hint_vi, hint_en=hint_en)
    return text


def _check_length(field: Field, text: str) -> None:
    most = field.rules.max_length or DEFAULT_MAX_LENGTH
    most = min(most, patterns.MAX_TEXT) if field.rules.pattern else most
    least = field.rules.min_length or 0
    if len(text) > most:
        raise Wrong("too_long", most=most, have=len(text))
    if len(text) < least:
        raise Wrong("too_short", least=least, have=len(text))


def _email(text: str) -> str:
    if len(text) > 254 or not _EMAIL.match(text):
        raise Wrong("not_email")
    return text


def _phone(field: Field, text: str) -> str:
    """The number in its international form, so that one phone has one spelling."""
    digits = re.sub(r"[ .()-]", "", text)
    if field.properties.get("short_numbers") == "true" and _SHORT_NUMBER.match(digits):
        return digits
    try:
        number = phonenumbers.parse(digits, "VN")
    except phonenumbers.NumberParseException as error:
        raise Wrong("not_phone") from error
    if number.country_code != 84 or number.extension or not phonenumbers.is_valid_number(number):
        raise Wrong("not_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(text: str) -> str:
    """A stored number as people here write it."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(number):
        return text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
