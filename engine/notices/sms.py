"""How much room a text takes as a short message, and making it fit two parts."""

from __future__ import annotations

import unicodedata

import phonenumbers

# GSM 03.38: what a part of 160 septets can hold; the second row takes two septets each.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
PARTS = 2
_SEPTETS = (160, 153)  # in a message of one part, and in each part of a longer one
_UNITS = (70, 67)  # the same for UTF-16, which marks of Vietnamese need
_NO_MARKS = str.maketrans("đĐ“”‘’–—…", "dD\"\"''--.")
_MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def parts(text: str) -> int:
    """In how many parts a text travels."""
    if set(text) <= _BASIC | _EXTENDED:
        return _counted(len(text) + sum(letter in _EXTENDED for letter in text), *_SEPTETS)
    return _counted(len(text.encode("utf-16-le")) // 2, *_UNITS)


def _counted(length: int, alone: int, each: int) -> int:
    return 1 if length <= alone else -(-length // each)


def fitted(text: str) -> str:
    """The text within two parts: as it is, else without marks, else cut."""
    if parts(text) <= PARTS:
        return text
    plain = _plain(text)
    while parts(plain) > PARTS:
        plain = plain[:-1]
    return plain


def _plain(text: str) -> str:
    """Letters without their marks; what a plain part cannot hold becomes a question mark."""
    bare = unicodedata.normalize("NFD", text.translate(_NO_MARKS))
    letters = (letter for letter in bare if not unicodedata.combining(letter))
    return "".join(letter if letter in _BASIC | _EXTENDED else "?" for letter in letters)


def mobile(number: str | None) -> str | None:
    """A number that can take short messages, in its international form; a landline cannot."""
    if not number:
        return None
    try:
        read = phonenumbers.parse(number, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(read) or phonenumbers.number_type(read) not in _MOBILE:
        return None
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
