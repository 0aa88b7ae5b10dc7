"""What can go wrong for a person: one base, and each class's docstring is the sentence they read.

A class carries data, not text; `vi` and `en` are templates filled from that data.
"""

from __future__ import annotations


class PhananhError(Exception):
    """Yêu cầu không thực hiện được."""

    en = "The request could not be carried out."

    def __init__(self, **data: object) -> None:
        self.data = data
        super().__init__(self.vi)

    @property
    def vi(self) -> str:
        return (type(self).__doc__ or "").format(**self.data)

    @property
    def english(self) -> str:
        return self.en.format(**self.data)


class NotFound(PhananhError):
    """Không tìm thấy nội dung này."""

    en = "Nothing was found here."


class NotAllowed(PhananhError):
    """Đồng chí không có quyền làm việc này."""

    en = "You may not do this."


class NotYourOwnResult(NotAllowed):
    """Đồng chí không được kiểm tra kết quả của mình hoặc của đơn vị mình. Người kiểm tra được: {others}."""

    en = "You may not verify your own or your unit's result. Those who may: {others}."


class AlreadyDone(PhananhError):
    """Việc này đã được {who} làm lúc {when}."""

    en = "This was already done by {who} at {when}."


class TooLate(AlreadyDone):
    """Đã hết thời hạn của bước này lúc {when}; hồ sơ đã chuyển sang bước khác."""

    en = "The time for this step ended at {when}; the case has moved on."


class Conflict(PhananhError):
    """Hồ sơ vừa được cập nhật bởi người khác. Xin mở lại và thử lần nữa."""

    en = "Somebody else has just changed this case. Please open it again and retry."


class Refused(PhananhError):
    """{vi}"""

    en = "{en}"


class InvalidAnswers(PhananhError):
    """Có mục chưa đúng. Xin xem lại các mục được đánh dấu."""

    en = "Some answers need another look. See the marked fields."


class NothingWaits(PhananhError):
    """Hồ sơ hiện không ở bước có thể làm việc này."""

    en = "The case is not at a step where this is possible."


class BrokenProcedure(PhananhError):
    """Quy trình gặp lỗi ở bước {element}: {reason}. Quản trị viên đã được báo."""

    en = "The procedure failed at step {element}: {reason}. An administrator has been told."


class BadRelease(PhananhError):
    """Bộ quy trình có lỗi nên chưa được đưa vào sử dụng."""

    en = "The release has errors and was not put in force."


class Busy(PhananhError):
    """Hệ thống đang bận. Xin thử lại sau ít phút; nội dung đã nhập vẫn còn trên trang."""

    en = "The system is busy. Please try again in a few minutes; what you typed is still on the page."


class Full(Busy):
    """Máy chủ hết chỗ lưu nên chưa nhận được. Xin thử lại sau; nội dung đã nhập vẫn còn trên trang."""

    en = "The server has no room left. Please try again later; what you typed is still on the page."
