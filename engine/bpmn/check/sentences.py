"""Every sentence a check can say, by code: how bad it is, and the way out in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from engine.findings import Severity


@dataclass(frozen=True)
class Sentence:
    """What is said under one code; {facts} are filled in by the rule."""

    severity: Severity
    vi: str
    en: str


_ERRORS: dict[str, tuple[str, str]] = {
    # Files.
    "file-unreadable": ("Không đọc được tệp ({reason}).", "The file cannot be read ({reason})."),
    "file-empty-folder": (
        "Thư mục không có tệp .bpmn, .dmn, .form hay .yaml nào.",
        "The folder holds no .bpmn, .dmn, .form or .yaml file.",
    ),
    "file-kind": (
        "Không biết kiểm tra loại tệp này; cần .bpmn, .dmn, .form, .yaml hoặc thư mục bản phát hành.",
        "Do not know how to check this kind of file; give .bpmn, .dmn, .form, .yaml or a release folder.",
    ),
    "yaml-broken": (
        "Tệp YAML sai cú pháp: {reason}. Sửa tại dòng này.",
        "The YAML does not parse: {reason}. Mend it at this line.",
    ),
    "text-placeholder": (
        "Chỗ điền {{{word}}} không có trong mục placeholders nên người đọc chỉ thấy dấu gạch; có: {known}.",
        "The place {{{word}}} is not among placeholders, so readers see a dash; there are: {known}.",
    ),
    "text-words": (
        "Câu “{text}” không có lời: mỗi câu là một bảng có vi: (và en:, sms_vi: …), giá trị là chữ.",
        "The text “{text}” has no words: each is a mapping with vi: (and en:, sms_vi: …), all of them text.",
    ),
    "yaml-mapping": (
        "Tệp phải là một bảng khóa: giá trị.",
        "The file must be a mapping of key: value.",
    ),
    "release-process-missing": (
        "release.yaml nêu quy trình “{process}” nhưng không tệp .bpmn nào có quy trình đó; có: {known}.",
        "release.yaml names the process “{process}”, which no .bpmn file holds; there are: {known}.",
    ),
    "process-duplicate": (
        "Quy trình “{process}” đã có trong tệp {other}; đổi id một bên.",
        "The process “{process}” is already in {other}; rename one of them.",
    ),
    "decision-duplicate": (
        "Quyết định “{decision}” đã có trong tệp {other}; đổi id một bên.",
        "The decision “{decision}” is already in {other}; rename one of them.",
    ),
    "call-cycle": (
        "Quy trình gọi vòng về chính nó ({path}); hồ sơ sẽ không bao giờ xong. Bỏ một lời gọi.",
        "Processes call each other in a circle ({path}); a case would never end. Drop one call.",
    ),
    # The file as a whole.
    "not-bpmn": (
        "Gốc của tệp là “{root}”, không phải definitions của BPMN 2.0; lưu lại ở dạng BPMN 2.0 XML.",
        "The root is “{root}”, not the definitions of BPMN 2.0; save it again as BPMN 2.0 XML.",
    ),
    "no-process": (
        "Tệp không có quy trình (process) nào có phần tử, nên không có gì để chạy; vẽ một process.",
        "No process with elements is in the file, so there is nothing to run; draw a process.",
    ),
    "too-many-steps": (
        "{scope} có {count} bước, nhiều hơn {most}; không ai đọc được hình này. Tách thành quy trình con.",
        "{scope} has {count} steps, more than {most}; nobody can read that. Split it into sub-processes.",
    ),
    "xsd": ("Sai cấu trúc BPMN 2.0: {vi}", "Against the BPMN 2.0 schema: {en}"),
    # Dialect.
    "element-unknown": (
        "“{tag}” không phải phần tử BPMN 2.0 nào hệ thống biết; xóa hoặc vẽ lại bằng phần tử chuẩn.",
        "“{tag}” is no BPMN 2.0 element known here; remove it or draw it with a standard element.",
    ),
    "refused": ("{tag} không được dùng: {vi}.", "{tag} is refused: {en}."),
    "compensation": (
        "Việc bù trừ (isForCompensation) bị bỏ qua khi chạy; vẽ các bước hoàn lại thành luồng thường.",
        "A compensation activity would be skipped; draw the undoing steps as ordinary flow.",
    ),
    "event-subprocess": (
        "Quy trình con kích hoạt bằng sự kiện chạy sai (có khi chạy ngay lúc bắt đầu); vẽ nhánh chờ bên "
        "cạnh.",
        "An event sub-process runs wrongly, some at once; draw a listener branch beside the main flow.",
    ),
    "extension-code": (
        "“{name}” ({namespace}) chứa mã hoặc gọi mã; mô hình không được chạy mã. Xóa phần này, dùng bảng "
        "quyết "
        "định hoặc thao tác có sẵn.",
        "“{name}” ({namespace}) carries or calls code; a model may not. Remove it, use a decision table or a "
        "known operation.",
    ),
    "extension-lost": (
        "Phần mở rộng “{name}” ({namespace}) có thể đổi cách chạy nhưng ở đây không có nghĩa; xóa hoặc ghi "
        "lại bằng "
        "phananh:property.",
        "The extension “{name}” ({namespace}) could change what runs but means nothing here; remove it or "
        "use "
        "phananh:property.",
    ),
    "extension-must": (
        "Tệp đòi phải hiểu phần mở rộng “{name}”; hệ thống không hiểu. Xóa khai báo extension.",
        "The file demands that the extension “{name}” be understood; it is not. Remove the extension.",
    ),
    "foreign-element": (
        "Phần tử “{name}” của {namespace} nằm ngoài extensionElements; chuyển vào đó hoặc xóa.",
        "The element “{name}” of {namespace} stands outside extensionElements; move it there or drop it.",
    ),
    # Identifiers.
    "id-missing": (
        "{tag} không có id; đặt id tiếng Anh, ngắn, không trùng.",
        "{tag} has no id; give it a short, unique one.",
    ),
    "id-duplicate": (
        "id “{id}” dùng hai lần (lần đầu ở dòng {first}); đổi một id.",
        "The id “{id}” is used twice (first on line {first}); change one.",
    ),
    "id-reserved": (
        "id “{id}” là từ engine dùng riêng (Start, End, Root, *.EndJoin, *.BoundaryEventSplit/Join); đổi "
        "tên.",
        "The id “{id}” belongs to the engine (Start, End, Root, *.EndJoin, *.BoundaryEventSplit/Join); "
        "rename it.",
    ),
    # Flow.
    "start-missing": (
        "{scope} không có sự kiện bắt đầu; vẽ một startEvent.",
        "{scope} has no start event; draw one.",
    ),
    "start-many": (
        "{scope} có nhiều sự kiện bắt đầu; chỉ giữ một.",
        "{scope} has several start events; keep one.",
    ),
    "start-kind": (
        "Sự kiện bắt đầu “{kind}” chờ mãi khi mở hồ sơ; dùng startEvent trơn, đặt sự kiện chờ ngay sau nó.",
        "A start event of kind “{kind}” would wait for ever when a case opens; use a plain one and a catch "
        "event after it.",
    ),
    "end-missing": (
        "{scope} không có sự kiện kết thúc; vẽ một endEvent.",
        "{scope} has no end event; draw one.",
    ),
    "unreachable": (
        "Không có đường nào đi tới {tag} này; nối luồng hoặc xóa.",
        "No path leads to this {tag}; connect it or remove it.",
    ),
    "dead-end": (
        "{tag} không có luồng ra; nối tới bước tiếp theo hoặc một endEvent.",
        "This {tag} has no outgoing flow; lead it to the next step or an endEvent.",
    ),
    "no-way-out": (
        "Từ đây không có đường nào tới một sự kiện kết thúc; hồ sơ sẽ không bao giờ xong. Thêm lối ra.",
        "From here no path reaches an end event; the case would never close. Add a way out.",
    ),
    "flow-broken": (
        "Luồng nối từ “{source}” tới “{target}” nhưng một đầu không tồn tại trong cùng phạm vi; nối lại.",
        "The flow from “{source}” to “{target}” has an end that does not exist in this scope; connect it "
        "again.",
    ),
    "reference-prefix": (
        "“{attribute}” ghi “{value}”: engine chỉ đọc id. Bỏ phần trước dấu hai chấm.",
        "“{attribute}” says “{value}”: the engine reads the bare id. Drop what stands before the colon.",
    ),
    "flow-into-start": (
        "Luồng đi vào sự kiện bắt đầu; cho nó vào bước sau đó.",
        "A flow enters the start event; lead it to the step after.",
    ),
    "flow-out-of-end": (
        "Luồng đi ra từ sự kiện kết thúc; bỏ luồng hoặc đổi thành sự kiện trung gian.",
        "A flow leaves an end event; drop it or use an intermediate event.",
    ),
    "flow-into-boundary": (
        "Luồng đi vào sự kiện trên cạnh; cho nó vào việc hoặc sự kiện khác.",
        "A flow enters a boundary event; lead it elsewhere.",
    ),
    "task-many-flows": (
        "{count} luồng ra từ một {tag}; đặt một cổng (song song hoặc loại trừ) sau nó.",
        "{count} flows leave one {tag}; put a gateway (parallel or exclusive) after it.",
    ),
    "condition-ignored": (
        "Điều kiện trên luồng này bị bỏ qua vì luồng không ra từ cổng loại trừ hay bao hàm; đặt một cổng.",
        "The condition on this flow is ignored as it does not leave an exclusive or inclusive gateway; add "
        "one.",
    ),
    "gateway-condition-missing": (
        "Luồng ra khỏi cổng không có điều kiện và không phải luồng mặc định; ghi điều kiện FEEL.",
        "This flow leaves a gateway with no condition and is not the default; write a FEEL condition.",
    ),
    "gateway-default-missing": (
        "Cổng không có luồng mặc định; khi không điều kiện nào đúng hồ sơ sẽ kẹt. Đánh dấu một luồng mặc "
        "định.",
        "The gateway has no default flow; when no condition holds the case is stuck. Mark one as default.",
    ),
    "gateway-default-unknown": (
        "Luồng mặc định “{flow}” không phải luồng ra của phần tử này; chọn lại.",
        "The default “{flow}” is no outgoing flow of this element; choose again.",
    ),
    "event-gateway-target": (
        "Sau cổng sự kiện chỉ được là sự kiện chờ thông điệp hoặc thời điểm, không phải {tag}.",
        "Only message or timer catch events may follow an event gateway, not a {tag}.",
    ),
    "event-gateway-timers": (
        "Hai thời điểm sau một cổng sự kiện: cái được xét trước sẽ thắng; giữ một và chọn tiếp bằng cổng "
        "loại trừ.",
        "Two timers behind one event gateway: whichever is looked at first wins; keep one.",
    ),
    "event-gateway-instantiate": (
        "Cổng sự kiện không thể mở hồ sơ (instantiate); dùng startEvent.",
        "An event gateway cannot open a case (instantiate); use a startEvent.",
    ),
    "join-deadlock": (
        "Cổng song song này đợi các luồng mà “{split}” chỉ cho đi một; nó sẽ đợi mãi. Gộp bằng cổng loại "
        "trừ.",
        "This parallel join waits for flows of which “{split}” lets only one go; it waits for ever. Merge "
        "with "
        "an exclusive gateway.",
    ),
    "join-loop": (
        "Cổng song song này đợi một luồng chỉ đến được sau chính nó; nó sẽ đợi mãi. Vòng lại trước cổng "
        "loại trừ.",
        "This parallel join waits for a flow that only comes after itself; it waits for ever. Loop back to "
        "an "
        "exclusive gateway.",
    ),
    "variable-twice": (
        "Biến “{variable}” được ghi ở hai nhánh chạy song song (dòng {first} và đây); một giá trị sẽ mất. "
        "Đổi tên một biến.",
        "The variable “{variable}” is written in two parallel branches (line {first} and here); one value "
        "is lost. "
        "Rename one.",
    ),
    "listener-keeps-open": (
        "Nhánh chính kết thúc ở đây nhưng nhánh chờ “{listener}” vẫn mở nên hồ sơ không bao giờ xong; dùng "
        "kết thúc terminate.",
        "The main branch ends here while the listener “{listener}” stays open, so the case never closes; "
        "use a "
        "terminate end.",
    ),
    # Events.
    "event-many-definitions": (
        "Sự kiện có {count} định nghĩa; chỉ giữ một.",
        "The event has {count} definitions; keep one.",
    ),
    "event-nothing": (
        "{tag} không nói chờ hay gửi điều gì; chọn thông điệp hoặc thời điểm.",
        "This {tag} does not say what it waits for; choose a message or a timer.",
    ),
    "event-kind": (
        "{tag} không thể là loại “{kind}”; {way_vi}.",
        "A {tag} cannot be of kind “{kind}”; {way_en}.",
    ),
    "boundary-host": (
        "Sự kiện trên cạnh không gắn vào việc nào có thật (“{host}”); gắn lại.",
        "The boundary event is attached to nothing that exists (“{host}”); attach it again.",
    ),
    "boundary-back": (
        "Sự kiện ngắt dẫn thẳng về chính việc nó vừa ngắt làm nhân đôi việc; đặt một cổng hoặc bước vào "
        "giữa.",
        "An interrupting event leads straight back to the task it interrupts and multiplies it; put a "
        "gateway between.",
    ),
    "boundary-no-flow": (
        "Sự kiện trên cạnh không dẫn tới đâu; nối tới bước xử lý.",
        "The boundary event leads nowhere; connect it to what should happen.",
    ),
    "message-missing": (
        "Chưa chọn thông điệp (messageRef); chọn một thông điệp có tên.",
        "No message is chosen (messageRef); choose one with a name.",
    ),
    "reference-broken": (
        "“{attribute}” trỏ tới “{value}” không có trong tệp; chọn lại.",
        "“{attribute}” points to “{value}”, which is not in the file; choose again.",
    ),
    "timer-missing": (
        "Hẹn giờ chưa có thời điểm hay khoảng thời gian; ghi timeDate, timeDuration hoặc timeCycle.",
        "The timer says no time; write a timeDate, timeDuration or timeCycle.",
    ),
    "timer-text": (
        "“{text}” không phải {what_vi}; ví dụ đúng: {example}.",
        "“{text}” is no {what_en}; a right one: {example}.",
    ),
    "timer-zero": (
        "“{text}” không chờ chút nào; ghi khoảng thời gian lớn hơn 0.",
        "“{text}” does not wait at all; write a span above zero.",
    ),
    "timer-naive": (
        "“{text}” không có múi giờ nên sẽ lệch 7 giờ trên máy chủ; thêm +07:00.",
        "“{text}” names no time zone and would be seven hours off on a server; add +07:00.",
    ),
    "cycle-text": (
        "Chu kỳ “{text}” không được dùng (dồn dập sau khi ngừng máy, mất việc khi xong sớm); dùng "
        "escalation(…) hoặc vòng lặp có hẹn giờ.",
        "The cycle “{text}” is refused (storms after down time, loses work when done early); use "
        "escalation(…) or a "
        "loop with a timer.",
    ),
    "cycle-interrupting": (
        "Chu kỳ trên sự kiện ngắt không ngắt cho tới lượt cuối; dùng timeDuration hoặc bỏ ngắt "
        "(cancelActivity=false).",
        "A cycle on an interrupting event does not interrupt until its last turn; use timeDuration or "
        "cancelActivity=false.",
    ),
    "cycle-place": (
        "timeCycle chỉ dùng được trên cạnh một việc; ở đây nó nhân đôi hồ sơ. Dùng timeDuration.",
        "A timeCycle serves only on the edge of a task; here it doubles the case. Use timeDuration.",
    ),
    "cycle-user-task": (
        "Nhánh của thang nhắc hạn dẫn tới việc của người “{task}”, việc đó bị xóa khi việc chính xong; chỉ "
        "đặt bước tự động.",
        "The branch of a ladder leads to the user task “{task}”, which is deleted when its host is done; "
        "keep to "
        "automatic steps.",
    ),
    # Expressions.
    "feel-empty": ("{where} để trống; ghi một biểu thức FEEL.", "{where} is empty; write a FEEL expression."),
    "feel-syntax": (
        "{where} “{text}” không phải FEEL: {vi}",
        "{where} “{text}” is not FEEL: {en}",
    ),
    "feel-function": (
        "{where} gọi hàm “{function}” không có trong FEEL và hệ thống; chỉ dùng hàm đã liệt kê.",
        "{where} calls “{function}”, which neither FEEL nor this system has; use the listed functions.",
    ),
    "feel-python": (
        "{where} “{text}” có dạng mã Python; hệ thống không chạy mã. Viết lại bằng FEEL.",
        "{where} “{text}” looks like Python; no code is run. Write it in FEEL.",
    ),
    "feel-language": (
        "Biểu thức khai ngôn ngữ “{language}”; chỉ nhận FEEL. Viết lại và bỏ thuộc tính language.",
        "The expression declares “{language}”; only FEEL is read. Rewrite it and drop the language.",
    ),
    "literal-name": (
        "Thuộc tính {property} = “{value}” không phải một mã; nếu là biểu thức, đặt dấu “=” ở đầu.",
        "The property {property} = “{value}” is no code; if it is an expression, begin with “=”.",
    ),
    # What a step needs, and what exists.
    "property-missing": (
        "{tag} không có thuộc tính {property}; hệ thống không chạy được bước này. Ghi thuộc tính.",
        "This {tag} has no property {property} and cannot run; add it.",
    ),
    "property-duplicate": (
        "Thuộc tính {property} ghi hai lần với giá trị khác nhau; giữ một.",
        "The property {property} is given twice with different values; keep one.",
    ),
    "mi-collection": (
        "Việc lặp không nói lặp theo danh sách nào; ghi loopDataInputRef hoặc loopCardinality.",
        "The multi-instance does not say over what; write a loopDataInputRef or loopCardinality.",
    ),
    "call-missing": (
        "callActivity không nói gọi quy trình nào; ghi calledElement.",
        "The callActivity names no process; write calledElement.",
    ),
    "unknown": (
        "{property} trỏ tới “{value}” không tồn tại; {known_vi}",
        "{property} names “{value}”, which does not exist; {known_en}",
    ),
}

_WARNINGS: dict[str, tuple[str, str]] = {
    "not-executable": (
        'Quy trình chưa đánh dấu chạy được; đặt isExecutable="true" khi muốn phát hành.',
        'The process is not marked executable; set isExecutable="true" to release it.',
    ),
    "property-unknown": (
        "Thuộc tính “{property}” không có nghĩa với hệ thống; có phải gõ nhầm? Đã biết: {known}.",
        "The property “{property}” means nothing here; a slip? Known: {known}.",
    ),
    "gateway-useless": (
        "Cổng chỉ có một luồng vào và một luồng ra; bỏ cổng hoặc vẽ thêm nhánh.",
        "The gateway has one flow in and one out; drop it or draw the other branch.",
    ),
    "default-condition": (
        "Luồng mặc định có điều kiện; điều kiện đó không được xét. Xóa điều kiện.",
        "The default flow carries a condition that is never looked at. Remove it.",
    ),
    "task-many-incoming": (
        "{count} luồng vào cùng một {tag}; gộp bằng một cổng loại trừ trước nó để hình rõ nghĩa.",
        "{count} flows enter one {tag}; merge them in an exclusive gateway first.",
    ),
    "diamonds": (
        "Hơn {most} cặp cổng song song nối tiếp ({count}); engine nặng dần theo lũy thừa. Đưa bớt vào quy "
        "trình con.",
        "More than {most} parallel splits and joins in a row ({count}); the engine slows with each. Use a "
        "sub-process.",
    ),
    "mi-output-loop": (
        "Biến kết quả “{variable}” của việc lặp nằm trong vòng quay lại: vòng sau xóa kết quả vòng trước; "
        "lưu vào biến riêng mỗi vòng.",
        "The result list “{variable}” of a multi-instance lies on a loop: each round wipes the last one; "
        "keep a "
        "variable per round.",
    ),
    "style-property": (
        "Việc của người chưa có thuộc tính {property}; ghi để biết {why_vi}.",
        "The user task has no property {property}; write it so that {why_en}.",
    ),
    "ladder-missing": (
        "Việc của người chưa có thang nhắc hạn: gắn sự kiện hẹn giờ không ngắt với timeCycle "
        'escalation("{phase}", …).',
        "The user task has no escalation ladder: attach a non-interrupting timer with timeCycle "
        'escalation("{phase}", …).',
    ),
    "ladder-end": (
        "Thang nhắc hạn phải dẫn qua bước tự động tới một kết thúc nâng cấp (escalation end).",
        "The ladder must lead through automatic steps to an escalation end event.",
    ),
    "ladder-phase": (
        "Thang nhắc hạn tính theo “{ladder}” còn việc có hạn “{deadline}”; ghi cùng một chặng.",
        "The ladder counts the phase “{ladder}” but the task has the deadline “{deadline}”; use one phase.",
    ),
    "name-missing": (
        "{tag} chưa có tên; đặt tên tiếng Việt ngắn, bắt đầu bằng động từ với việc.",
        "This {tag} has no name; give it a short one.",
    ),
    "gateway-question": (
        "Tên cổng rẽ nhánh “{name}” nên là câu hỏi kết thúc bằng dấu “?”.",
        "The name of a splitting gateway, “{name}”, should be a question ending in “?”.",
    ),
    "flow-name-missing": (
        "Luồng ra khỏi cổng lựa chọn chưa có nhãn; ghi câu trả lời dẫn vào nhánh này.",
        "A flow out of a choosing gateway has no label; write the answer that leads there.",
    ),
    "lane-missing": (
        "{tag} không thuộc làn nào; đặt vào làn của đơn vị làm việc đó.",
        "This {tag} lies in no lane; put it into the lane of who does it.",
    ),
    "lane-twice": ("{tag} thuộc hai làn; giữ một.", "This {tag} lies in two lanes; keep one."),
    "lane-reference": (
        "Làn nêu “{value}” không có trong quy trình; xóa flowNodeRef.",
        "The lane names “{value}”, which is not in the process; drop the flowNodeRef.",
    ),
    "di-none": (
        "Tệp không có hình vẽ (BPMNDiagram) nên không ai xem được; mở bằng trình vẽ và lưu lại.",
        "The file has no drawing (BPMNDiagram), so nobody can look at it; open it in a modeler and save.",
    ),
    "di-missing": ("{tag} không có trên hình; vẽ nó.", "This {tag} is not on the drawing; draw it."),
    "di-bounds": (
        "Hình có kích thước hoặc tọa độ sai; vẽ lại.",
        "The shape has a bad size or place; draw it again.",
    ),
    "di-unknown": (
        "Hình vẽ của “{value}” không ứng với phần tử nào; xóa hình.",
        "A shape of “{value}” belongs to no element; delete it.",
    ),
    "di-overlap": (
        "Hình đè lên “{other}”; kéo ra.",
        "The shape overlaps “{other}”; move one.",
    ),
    "di-off-lane": (
        "Hình nằm ngoài làn “{lane}” của nó; kéo vào.",
        "The shape lies outside its lane “{lane}”; move it in.",
    ),
    "di-label": ("Nhãn đè lên “{other}”; kéo ra.", "The label covers “{other}”; move it."),
    "di-loose": (
        "Đầu luồng trên hình không chạm “{other}”; nối lại trên hình.",
        "On the drawing the flow does not touch “{other}”; connect it again.",
    ),
}

_NOTES: dict[str, tuple[str, str]] = {
    "terminate-inner": (
        "Kết thúc terminate trong quy trình con chỉ dừng quy trình con, không dừng hồ sơ.",
        "A terminate end inside a sub-process stops only that, not the case.",
    ),
    "ignored": ("{tag} không có tác dụng: {vi}", "{tag} has no effect: {en}"),
    "extension-ignored": (
        "{count} thuộc tính hoặc phần mở rộng của {namespace} không có tác dụng ở đây ({names}).",
        "{count} attributes or extensions of {namespace} have no effect here ({names}).",
    ),
    "unchecked": (
        "Không kiểm tra được {kinds} có tồn tại không vì tệp đứng một mình; kiểm tra cả thư mục bản phát "
        "hành.",
        "Whether {kinds} exist was not checked as the file stands alone; check the whole release folder.",
    ),
}

SENTENCES: dict[str, Sentence] = {
    **{code: Sentence("error", *both) for code, both in _ERRORS.items()},
    **{code: Sentence("warning", *both) for code, both in _WARNINGS.items()},
    **{code: Sentence("info", *both) for code, both in _NOTES.items()},
}
