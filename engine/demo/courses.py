"""What becomes of each sample in the demonstration: the acts in order, and where the case is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.demo.timing import Wait, ago, days, hours, minutes, office


@dataclass(frozen=True)
class Act:
    """A task to complete, or another act by its name; `part` is done to that part of a split report."""

    name: str
    wait: Wait | None = None
    chosen: Mapping[str, Any] = field(default_factory=dict)
    part: int | None = None


@dataclass(frozen=True)
class Course:
    """The acts on one sample; `arrives` replaces its shifted hour where its stage must be fresh."""

    acts: tuple[Act, ...]
    scenes: tuple[str, ...] = ()
    arrives: timedelta | None = None


def act(name: str, wait: Wait | None = None, part: int | None = None, **chosen: Any) -> Act:
    return Act(name, wait, chosen, part)


def assigned(lead: str, *co: str, wait: Wait | None = None) -> tuple[Act, ...]:
    """The centre accepts, the team assigns, the agency takes it."""
    given = {"outcome": "assign", "lead": lead, "co_agencies": list(co)}
    return act("triage"), Act("team_receive", wait, given), act("agency_accept")


def settled(account: str, **chosen: Any) -> tuple[Act, ...]:
    """The result is filed, verified and published."""
    return act("handle", account=account, **chosen), act("verify"), *PUBLISHED


def rated(value: str, reason: str | None = None) -> Act:
    return act("rate", value=value, reason=reason)


PUBLISHED = (act("publish", pictures="as_they_are"),)
PUBLISHED_AS_TEXT = (act("publish", pictures="none"),)
REFUSED = Course((act("triage"),))
CALLED = act("call_hotline", answered_by="Trực ban, cán bộ trực", note="Đã cử lực lượng đến hiện trường.")

COURSES: Mapping[str, Course] = {
    "S01": Course(
        (
            *assigned("div-643-qldt"),
            *settled("Đã thay bộ điều khiển, đèn tín hiệu hoạt động lại từ 14 giờ cùng ngày."),
            rated("satisfied"),
        ),
        scenes=("light",),
    ),
    "S02": Course(
        (
            act("triage"),
            act("team_receive", outcome="return", proposed_agency="body-cong-an-643"),
            act("dispatch"),
            act("forward_slip"),
            act("external_answer", account="Đã lập biên bản hai xe chở đất, bố trí tuần tra giờ tan học."),
            *PUBLISHED_AS_TEXT,
        )
    ),
    "S03": Course(
        (
            *assigned("com-24145"),
            act("handle", account="Đã nhắc nhở, chủ quán cam kết không mở loa sau 22 giờ.", outcome="done"),
            act("verify"),
            *PUBLISHED_AS_TEXT,
            rated("acceptable"),
        )
    ),
    "S04": Course(
        (
            act("triage"),
            CALLED,
            act("team_receive", outcome="assign", lead="com-24305"),
            act("agency_accept"),
            act("handle", account="Công an thị xã đã giải tán nhóm thanh niên, tạm giữ ba con dao."),
            act("verify"),
        )
    ),
    "S05": Course(
        (
            act("triage"),
            act("call_hotline", minutes(1), answered="no", note="Máy bận, gọi số kế tiếp."),
            CALLED,
            act("team_receive", outcome="assign", lead="com-24538"),
            act("agency_accept"),
            act("handle", account="Đám cháy đã được dập tắt, không có người bị thương."),
            act("verify"),
        )
    ),
    "S06": Course((), arrives=timedelta(minutes=62)),
    "S07": Course(
        (
            *assigned("div-643-qldt"),
            *settled("Đã vá ổ gà bằng bê tông nhựa nguội, kích thước 1,2 x 0,8 m."),
            rated("satisfied"),
        ),
        scenes=("pothole",),
    ),
    "S08": Course((act("triage"),)),
    "S09": Course(
        (
            *assigned("div-643-qldt"),
            act("handle", outcome="promised", account="Đã đặt vật tư, hẹn thay xong bóng đèn cả tuyến."),
            act("verify"),
            *PUBLISHED_AS_TEXT,
            rated("acceptable"),
            act(
                "follow_promise",
                days(6),
                account="Đã thay 14 bóng đèn, cả tuyến sáng lại.",
                images="light-after",
            ),
            act("verify"),
            *PUBLISHED,
        ),
        scenes=("light",),
    ),
    "S10": Course(
        (
            *assigned("div-654-ktht", "com-24490"),
            act("contribute", account="Thị trấn đã rào chắn, cắm biển báo ngay trong buổi sáng."),
            act("handle", ago(hours=9), account="Đã thay nắp cống bê tông cốt thép.", outcome="done"),
            act("verify", ago(hours=4)),
        ),
        scenes=("pothole",),
        arrives=timedelta(hours=30),
    ),
    "S11": Course(
        (
            *assigned("com-24127"),
            *settled("Đội trật tự đô thị đã nhắc nhở, các quán đã dọn bàn ghế."),
            rated("dissatisfied", "Dọn được một buổi, hôm sau lại bày ra như cũ."),
        ),
        scenes=("pavement",),
        arrives=timedelta(days=16),
    ),
    "S12": Course(
        (act("take", ago(minutes=12), element="triage"),), scenes=("pavement",), arrives=timedelta(minutes=95)
    ),
    "S13": Course(
        (
            *assigned("com-24496"),
            act("handle", account="Đã dọn bãi rác.", outcome="partly", reason="Còn phần sát mương."),
            act(
                "verify",
                outcome="send_back",
                faults=["not_finished"],
                sentence="Còn rác sát mương, đề nghị dọn hết.",
            ),
            act("handle", account="Đã dọn sạch, chở 4 xe rác, lắp thùng chứa.", images="rubbish-after"),
            act("verify"),
            *PUBLISHED,
            rated("satisfied"),
        ),
        scenes=("rubbish",),
    ),
    "S14": Course(
        (
            act("triage"),
            act("team_receive"),
            act("dispatch"),
            act("agency_accept"),
            act(
                "handle",
                outcome="otherwise",
                account="Đã lấy mẫu nước, xử phạt nhà máy và buộc vận hành lại hệ thống xử lý nước thải.",
                reason="Kết quả mẫu nước có sau 10 ngày.",
                images="water-after",
            ),
            act("verify"),
            *PUBLISHED,
        ),
        scenes=("water",),
    ),
    "S15": Course(
        (
            *assigned("div-643-tnmt"),
            act("extension", ago(hours=5), reason="Phải chờ kết quả đo khí thải của đơn vị quan trắc."),
        ),
        arrives=timedelta(days=5),
    ),
    "S16": Course(
        (
            act("triage"),
            act("team_receive"),
            act("dispatch"),
            act("agency_accept"),
            act("interim_reply", office(70), reply="Văn phòng đang lấy ý kiến Sở Tư pháp."),
            act(
                "handle",
                office(30),
                outcome="done",
                account="Đã trình bãi bỏ giấy tờ này trong phương án đơn giản hóa.",
                documents="letter",
                images=(),
            ),
            act("verify"),
            *PUBLISHED_AS_TEXT,
        )
    ),
    "S17": Course(
        (
            *assigned("div-651-nv"),
            act(
                "handle",
                account="Hồ sơ chậm do thiếu xác nhận; đã trả kết quả và xin lỗi bằng văn bản.",
                documents="letter",
            ),
            act("verify"),
            *PUBLISHED_AS_TEXT,
            rated("acceptable"),
        )
    ),
    "S18": REFUSED,
    "S19": Course(
        (
            *assigned("div-643-nv"),
            act("handle", account="Đã làm việc với bộ phận một cửa, phê bình và đổi vị trí nhân viên."),
            act("verify"),
            *PUBLISHED_AS_TEXT,
            rated("satisfied"),
        )
    ),
    "S20": Course(
        (
            act("triage"),
            act("team_receive"),
            act("dispatch"),
            act("agency_accept"),
            act("interim_reply", office(70), reply="Sở đang họp với Ban Quản lý cụm công nghiệp."),
        )
    ),
    "S21": Course(
        (
            *assigned("div-643-yt"),
            act("handle", ago(minutes=70), account="Đã niêm phong, lấy mẫu thịt, tạm đình chỉ quán 5 ngày."),
            act("take", ago(minutes=20), element="verify"),
        ),
        scenes=("food",),
        arrives=timedelta(hours=9),
    ),
    "S22": Course((act("triage", ago(minutes=45)),), scenes=("food",), arrives=timedelta(minutes=110)),
    "S23": Course(
        (
            act("triage"),
            act("team_receive", outcome="assign", lead="div-643-qldt", co_agencies=["com-24139"]),
        ),
        scenes=("building",),
        arrives=timedelta(hours=4),
    ),
    "S24": REFUSED,
    "S25": Course(
        (act("triage"), act("team_receive"), act("dispatch"), act("forward_slip")),
        scenes=("food",),
    ),
    "S26": Course(
        (
            act("triage"),
            act("team_receive"),
            act("dispatch"),
            act("withdraw", hours(20), reason="Siêu thị đã đổi hàng và xin lỗi, tôi xin rút phản ánh."),
        )
    ),
    "S27": Course(
        (
            *assigned("div-655-ktht"),
            act(
                "handle",
                outcome="promised",
                account="Huyện đã cấm xe tải qua cầu, sửa xong trong quý này.",
                promised_date=30,
                documents="letter",
                images=(),
            ),
            act("head_approve", office(2)),
            act("verify"),
            *PUBLISHED_AS_TEXT,
            rated("acceptable"),
        )
    ),
    "S28": Course(
        (
            act("triage"),
            act("team_receive"),
            act("dispatch"),
            act("agency_accept"),
            act(
                "handle",
                ago(days=3),
                outcome="partly",
                account="Ghi nhận sáng kiến; thí điểm 20 cột đèn đường Nguyễn Tất Thành.",
                reason="Mở rộng khi có kinh phí.",
            ),
            act("verify", ago(days=2, hours=20)),
            act("publish", ago(days=2, hours=14), pictures="none"),
        )
    ),
    "S29": Course(
        (
            act("triage"),
            CALLED,
            act("team_receive", outcome="assign", lead="div-648-ldtbxh"),
            act("agency_accept"),
            act(
                "handle",
                account="Đã đưa cháu đến nơi an toàn, cán bộ trẻ em theo dõi hằng ngày.",
                images="letter",
            ),
            act("verify"),
        )
    ),
    "S30": Course(
        (
            *assigned("div-643-ldtbxh"),
            act(
                "handle",
                outcome="promised",
                account="Đã vận động cho cháu đi học lại, hẹn kiểm tra lại.",
                promised_date=20,
                images="letter",
            ),
            act("verify"),
        )
    ),
    "S31": Course(
        (
            act("triage"),
            act("team_receive"),
            act("dispatch"),
            act("agency_accept"),
            act(
                "handle", account="Kiểm lâm đã xua đuổi voi, hướng dẫn lập hồ sơ đền bù.", documents="letter"
            ),
            act("verify"),
            *PUBLISHED,
            rated("satisfied"),
        )
    ),
    "S32": Course(
        (act("triage"), act("team_receive", ago(minutes=40))), arrives=timedelta(hours=2, minutes=20)
    ),
    "S33": REFUSED,
    "S34": Course(
        (
            act("triage"),
            act("dispatch", unit="team-643"),
            act("team_receive"),
            act("dispatch"),
            act("team_receive", hours(1.5), outcome="return", proposed_agency="dept-snnptnt"),
            act("dispatch"),
            act(
                "agency_accept",
                ago(hours=1),
                outcome="give_back",
                proposed_agency="team-651",
                reason="Kênh do huyện quản lý.",
            ),
        ),
        scenes=("water",),
        arrives=timedelta(hours=7),
    ),
    "S35": REFUSED,
    "S36": REFUSED,
    "S37": Course((act("triage"),), arrives=timedelta(hours=27)),
    "S38": REFUSED,
    "S39": Course(
        (
            *assigned("div-648-tnmt", "com-24277"),
            act("contribute", account="Xã đã khóa giếng, chở nước sạch cho buôn."),
            act("add_info", ago(minutes=50), text="Chiều nay thêm hai nhà bị đau bụng."),
            act("emergency", ago(minutes=4), reason="Nhiều người đau bụng sau khi uống nước giếng."),
        )
    ),
    "S40": Course(
        (
            act("triage", ago(minutes=40)),
            act("triage", ago(minutes=31), part=1),
        )
    ),
}
# Units with officers of their own: every team, and the agencies that the courses name.
ALONE = ("com-24496",)
AGENCIES = (
    *("div-643-qldt", "div-643-tnmt", "div-643-nv", "div-643-yt", "div-643-ldtbxh"),
    *("com-24145", "com-24127", "com-24139", "com-24151", "com-24133"),
    *("div-645-ktht", "com-24190", "com-24305", "div-648-tnmt", "div-648-ldtbxh", "com-24277"),
    *("div-651-nv", "div-651-nnptnt", "div-654-ktht", "div-654-nnptnt", "com-24490"),
    *("div-655-ktht", "com-24538"),
    *("dept-stnmt", "dept-vpubnd", "dept-skhdt", "dept-stttt", "dept-snnptnt", "dept-syt"),
    *ALONE,
)
