"""Why a backup is not made, or not taken back."""

from __future__ import annotations

from engine.errors import PhananhError


class NotEmpty(PhananhError):
    """Chỉ khôi phục vào chỗ trống; {place} đang có dữ liệu."""

    en = "A backup is restored to an empty place only; there is something in {place}."


class NoBackup(PhananhError):
    """{place} không phải là một bản sao lưu."""

    en = "{place} is not a backup."


class OtherDatabase(PhananhError):
    """Bản sao này của {kind}; hãy khôi phục vào {kind}."""

    en = "This is a backup of {kind} and can only be restored to {kind}."


class Damaged(PhananhError):
    """Không mở được {name} trong bản sao: sai khoá, hoặc tệp đã hỏng hay bị sửa."""

    en = "{name} of the backup cannot be opened: it is not its key, or the file was damaged or changed."


class Elsewhere(PhananhError):
    """Đang có lượt sao lưu khác ghi vào {place}."""

    en = "Another backup is being written to {place}."
