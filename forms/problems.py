"""What can be wrong with an answer, said so that the person can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from forms.schema import Field


@dataclass(frozen=True)
class Problem:
    """One answer that cannot be taken: which field, and the way out in both languages."""

    key: str
    vi: str
    en: str
    code: str = ""

    def says(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class Wrong(ValueError):
    """An answer does not fit its field; carries a code and what the sentence needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


TEXTS: dict[str, tuple[str, str]] = {
    "required": ("Xin nhập “{label}”.", "Enter “{label}”."),
    "required_choice": ("Xin chọn “{label}”.", "Choose “{label}”."),
    "required_tick": ("Xin đánh dấu “{label}”.", "Tick “{label}”."),
    "required_file": ("Xin gửi kèm tệp ở mục “{label}”.", "Attach a file under “{label}”."),
    "too_short": (
        "“{label}” cần ít nhất {least} chữ cái. Hiện có {have}.",
        "“{label}” needs at least {least} characters. It has {have}.",
    ),
    "too_long": (
        "“{label}” dài quá {most} chữ cái. Hiện có {have}, xin viết ngắn hơn.",
        "“{label}” is longer than {most} characters. It has {have}; please shorten it.",
    ),
    "too_small": ("“{label}” không được nhỏ hơn {least}.", "“{label}” must be {least} or more."),
    "too_big": ("“{label}” không được lớn hơn {most}.", "“{label}” must be {most} or less."),
    "not_number": (
        "“{label}” phải là một số, ví dụ 12 hoặc 1,5.",
        "“{label}” must be a number, such as 12 or 1.5.",
    ),
    "too_many_digits": (
        "“{label}” có quá nhiều chữ số. Xin dùng không quá 15 chữ số.",
        "“{label}” has too many digits. Use 15 at most.",
    ),
    "too_precise": (
        "“{label}” chỉ lấy {digits} chữ số sau dấu phẩy.",
        "“{label}” takes {digits} decimal places.",
    ),
    "not_whole": ("“{label}” phải là số nguyên.", "“{label}” must be a whole number."),
    "not_date": (
        "“{label}” phải là một ngày có thật, ví dụ 16/05/2023.",
        "“{label}” must be a real date, such as 16/05/2023.",
    ),
    "not_time": (
        "“{label}” phải là một giờ trong ngày, ví dụ 08:30.",
        "“{label}” must be a time of day, such as 08:30.",
    ),
    "not_moment": (
        "“{label}” phải có đủ ngày và giờ, ví dụ 16/05/2023 08:30.",
        "“{label}” needs a date and a time, such as 16/05/2023 08:30.",
    ),
    "passed": ("“{label}” không được ở quá khứ.", "“{label}” must not be in the past."),
    "not_email": (
        "“{label}” chưa đúng địa chỉ thư điện tử, ví dụ ten@vidu.vn.",
        "“{label}” is not an e-mail address, such as name@example.vn.",
    ),
    "not_phone": (
        "“{label}” chưa đúng số điện thoại Việt Nam, ví dụ 0901 234 567.",
        "“{label}” is not a Vietnamese phone number, such as 0901 234 567.",
    ),
    "pattern": ("“{label}” chưa đúng mẫu. {hint}", "“{label}” is not in the expected form. {hint}"),
    "not_option": (
        "Xin chọn “{label}” trong danh sách.",
        "Choose “{label}” from the list.",
    ),
    "too_few_rows": (
        "“{label}” cần ít nhất {least} dòng.",
        "“{label}” needs at least {least} rows.",
    ),
    "too_many_files": (
        "“{label}” nhận nhiều nhất {most} tệp. Xin bỏ bớt.",
        "“{label}” takes {most} files at most. Please remove some.",
    ),
    "file_kind": (
        "Tệp “{file}” không thuộc loại được nhận ở “{label}”.",
        "The file “{file}” is not of a kind taken under “{label}”.",
    ),
}


def problem(key: str, field: Field, wrong: Wrong) -> Problem:
    """Put a fault into words for the field where it happened."""
    vi, en = TEXTS[wrong.code]
    facts = {"hint": "", **wrong.facts}
    label_vi, label_en = field.says("vi") or field.key, field.says("en") or field.key
    told_vi = vi.format(label=label_vi, **facts)
    told_en = en.format(label=label_en, **{**facts, "hint": wrong.facts.get("hint_en", facts["hint"])})
    return Problem(key, told_vi.strip(), told_en.strip(), wrong.code)
