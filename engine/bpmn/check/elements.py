"""Which BPMN elements this engine runs, which are only drawn, and which are refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.bpmn.check.namespaces import words

Verdict = Literal["runs", "drawn", "ignored", "refused"]


@dataclass(frozen=True)
class Element:
    """One element of the standard and what becomes of it here; for a refused one, the way out."""

    name: str
    verdict: Verdict
    vi: str
    en: str


_ROWS: tuple[tuple[str, Verdict, str, str], ...] = (
    # Structure.
    ("definitions", "runs", "Gốc của tệp.", "The root of the file."),
    ("process", "runs", "Một quy trình.", "A process."),
    (
        "subProcess",
        "runs",
        "Quy trình con vẽ bên trong; biến ghi trong đó chỉ ra ngoài khi nó kết thúc bình thường.",
        "A process drawn inside; what it writes comes out only when it ends normally.",
    ),
    (
        "callActivity",
        "runs",
        "Gọi một quy trình khác bằng calledElement; input:TÊN đặt biến cho quy trình được gọi.",
        "Calls another process by calledElement; input:NAME sets variables in it.",
    ),
    # Activities.
    (
        "userTask",
        "runs",
        "Việc của người: form, role, unit, deadline và một thang nhắc hạn.",
        "Work for a person: form, role, unit, deadline and an escalation ladder.",
    ),
    (
        "businessRuleTask",
        "runs",
        "Hỏi một bảng quyết định: decision, result.",
        "Asks a decision table: decision, result.",
    ),
    (
        "serviceTask",
        "runs",
        "Thực hiện một thao tác có trong danh mục: operation, result, input:TÊN.",
        "Carries out an operation of the registry: operation, result, input:NAME.",
    ),
    (
        "multiInstanceLoopCharacteristics",
        "runs",
        "Lặp theo một danh sách hoặc một số lượng.",
        "Repeats over a list or a count.",
    ),
    ("loopDataInputRef", "runs", "Danh sách để lặp (FEEL).", "The list to go over (FEEL)."),
    ("loopDataOutputRef", "runs", "Biến nhận các kết quả.", "The variable that takes the results."),
    ("inputDataItem", "runs", "Tên của phần tử đang lặp.", "The name of the current item."),
    ("outputDataItem", "runs", "Kết quả của một lượt.", "The result of one turn."),
    ("loopCardinality", "runs", "Số lượt (FEEL).", "How many turns (FEEL)."),
    ("completionCondition", "runs", "Khi nào thì đủ (FEEL).", "When it is enough (FEEL)."),
    # Events.
    ("startEvent", "runs", "Bắt đầu; chỉ loại không có điều kiện.", "The start; only the plain kind."),
    ("endEvent", "runs", "Kết thúc.", "An end."),
    ("intermediateCatchEvent", "runs", "Chờ thông điệp hoặc thời điểm.", "Waits for a message or a moment."),
    (
        "intermediateThrowEvent",
        "runs",
        "Gửi thông điệp, nâng cấp, hoặc đánh dấu một mốc.",
        "Throws a message or an escalation, or marks a point.",
    ),
    ("boundaryEvent", "runs", "Sự kiện trên cạnh của một việc.", "An event on the edge of an activity."),
    ("messageEventDefinition", "runs", "Thông điệp.", "A message."),
    ("timerEventDefinition", "runs", "Thời điểm, khoảng thời gian, thang nhắc hạn.", "Moment, span, ladder."),
    ("timeDate", "runs", "Thời điểm, phải có múi giờ.", "A moment; it must name its time zone."),
    ("timeDuration", "runs", "Khoảng thời gian.", "A span of time."),
    (
        "timeCycle",
        "runs",
        "Chỉ thang nhắc hạn escalation(…) trên cạnh việc, không ngắt.",
        "Only a ladder escalation(…) on a non-interrupting boundary.",
    ),
    ("errorEventDefinition", "runs", "Lỗi nghiệp vụ.", "A business error."),
    ("escalationEventDefinition", "runs", "Nâng cấp.", "An escalation."),
    (
        "terminateEventDefinition",
        "runs",
        "Chấm dứt mọi nhánh cùng phạm vi.",
        "Ends every branch of its scope.",
    ),
    ("message", "runs", "Tên một thông điệp.", "The name of a message."),
    ("error", "runs", "Tên một lỗi.", "The name of an error."),
    ("escalation", "runs", "Tên một mức nâng cấp.", "The name of an escalation."),
    # Gateways and flows.
    ("exclusiveGateway", "runs", "Chọn một nhánh.", "Chooses one branch."),
    ("parallelGateway", "runs", "Đi mọi nhánh, đợi mọi nhánh.", "Takes all branches, waits for all."),
    ("inclusiveGateway", "runs", "Đi các nhánh có điều kiện đúng.", "Takes the branches that hold."),
    ("eventBasedGateway", "runs", "Đợi sự kiện đến trước.", "Waits for the first event."),
    ("sequenceFlow", "runs", "Luồng.", "A flow."),
    ("conditionExpression", "runs", "Điều kiện của luồng (FEEL).", "The condition of a flow (FEEL)."),
    ("incoming", "drawn", "Đọc từ sequenceFlow.", "Read from sequenceFlow instead."),
    ("outgoing", "drawn", "Đọc từ sequenceFlow.", "Read from sequenceFlow instead."),
    ("extensionElements", "runs", "Thuộc tính mở rộng, xem bảng dưới.", "Extensions; see the table below."),
    # Only drawn.
    ("collaboration", "drawn", "Các bên tham gia.", "Who takes part."),
    ("participant", "drawn", "Một bên (pool).", "A pool."),
    ("participantMultiplicity", "drawn", "Số bên cùng loại.", "How many of a kind."),
    ("messageFlow", "drawn", "Luồng thông điệp giữa các bên.", "A message flow between pools."),
    ("laneSet", "drawn", "Các làn.", "Lanes."),
    ("childLaneSet", "drawn", "Các làn con.", "Lanes within a lane."),
    ("lane", "drawn", "Một làn.", "A lane."),
    ("flowNodeRef", "drawn", "Phần tử thuộc làn.", "What lies in the lane."),
    ("documentation", "drawn", "Ghi chú cho người đọc.", "A note for the reader."),
    ("textAnnotation", "drawn", "Chú thích.", "An annotation."),
    ("text", "drawn", "Nội dung chú thích.", "The text of an annotation."),
    ("association", "drawn", "Nét nối chú thích.", "A line to an annotation."),
    ("group", "drawn", "Khung gộp.", "A frame."),
    ("category", "drawn", "Tên khung gộp.", "The name of a frame."),
    ("categoryValue", "drawn", "Tên khung gộp.", "The name of a frame."),
    ("categoryValueRef", "drawn", "Tham chiếu tên khung gộp.", "A reference to the name of a frame."),
    ("dataObject", "drawn", "Tài liệu, chỉ vẽ.", "A document, only drawn."),
    ("dataObjectReference", "drawn", "Tài liệu, chỉ vẽ.", "A document, only drawn."),
    ("dataState", "drawn", "Trạng thái tài liệu, chỉ vẽ.", "The state of a document, only drawn."),
    ("dataStoreReference", "drawn", "Kho dữ liệu, chỉ vẽ.", "A store, only drawn."),
    ("participantRef", "drawn", "Tham chiếu một bên.", "A reference to a pool."),
    # Read by nobody here, harmless.
    ("extension", "ignored", "Khai báo mở rộng không dùng.", "A declared extension, not used."),
    ("relationship", "ignored", "Quan hệ với tệp khác không dùng.", "A relationship, not used."),
    ("source", "ignored", "Quan hệ với tệp khác không dùng.", "Part of a relationship, not used."),
    ("target", "ignored", "Quan hệ với tệp khác không dùng.", "Part of a relationship, not used."),
    ("itemDefinition", "ignored", "Kiểu dữ liệu không dùng.", "A data type, not used."),
    (
        "interface",
        "ignored",
        "Giao diện dịch vụ không dùng; ghi operation vào thuộc tính.",
        "An interface, not used.",
    ),
    ("operation", "ignored", "Giao diện dịch vụ không dùng.", "An operation of an interface, not used."),
    ("operationRef", "ignored", "Giao diện dịch vụ không dùng.", "A reference to an interface, not used."),
    ("inMessageRef", "ignored", "Giao diện dịch vụ không dùng.", "A reference to an interface, not used."),
    ("outMessageRef", "ignored", "Giao diện dịch vụ không dùng.", "A reference to an interface, not used."),
    ("errorRef", "ignored", "Giao diện dịch vụ không dùng.", "A reference to an interface, not used."),
    ("interfaceRef", "ignored", "Giao diện dịch vụ không dùng.", "A reference to an interface, not used."),
    ("supportedInterfaceRef", "ignored", "Giao diện dịch vụ không dùng.", "A reference, not used."),
    ("supports", "ignored", "Giao diện không dùng.", "A reference, not used."),
    ("endPoint", "ignored", "Địa chỉ dịch vụ không dùng.", "An end point, not used."),
    ("endPointRef", "ignored", "Địa chỉ dịch vụ không dùng.", "An end point, not used."),
    ("resource", "ignored", "Vai trò ghi ở thuộc tính role.", "Write the role as the property role."),
    (
        "resourceParameter",
        "ignored",
        "Vai trò ghi ở thuộc tính role.",
        "Write the role as the property role.",
    ),
    ("resourceRole", "ignored", "Vai trò ghi ở thuộc tính role.", "Write the role as the property role."),
    ("resourceRef", "ignored", "Vai trò ghi ở thuộc tính role.", "Write the role as the property role."),
    (
        "resourceAssignmentExpression",
        "ignored",
        "Vai trò ghi ở role.",
        "Write the role as the property role.",
    ),
    ("resourceParameterBinding", "ignored", "Vai trò ghi ở role.", "Write the role as the property role."),
    ("performer", "ignored", "Vai trò ghi ở thuộc tính role.", "Write the role as the property role."),
    ("humanPerformer", "ignored", "Vai trò ghi ở thuộc tính role.", "Write the role as the property role."),
    ("potentialOwner", "ignored", "Vai trò ghi ở thuộc tính role.", "Write the role as the property role."),
    ("formalExpression", "ignored", "Biểu thức ở chỗ không dùng.", "An expression where none is read."),
    ("expression", "ignored", "Biểu thức ở chỗ không dùng.", "An expression where none is read."),
    ("rendering", "ignored", "Mẫu hiển thị không dùng; ghi thuộc tính form.", "Use the property form."),
    ("property", "ignored", "Biến BPMN không dùng.", "A BPMN property, not used."),
    ("auditing", "ignored", "Hệ thống tự ghi nhật ký.", "The system keeps its own log."),
    ("monitoring", "ignored", "Hệ thống tự theo dõi.", "The system has its own monitoring."),
    ("partnerEntity", "ignored", "Thông tin đối tác không dùng.", "Partner data, not used."),
    ("partnerRole", "ignored", "Thông tin đối tác không dùng.", "Partner data, not used."),
    ("messageFlowAssociation", "ignored", "Không dùng.", "Not used."),
    ("participantAssociation", "ignored", "Không dùng.", "Not used."),
    ("innerParticipantRef", "ignored", "Không dùng.", "Not used."),
    ("outerParticipantRef", "ignored", "Không dùng.", "Not used."),
    # Refused.
    (
        "task",
        "refused",
        "việc chưa có loại, không ai được giao và hồ sơ sẽ đứng lại; đổi thành userTask, serviceTask hoặc "
        "businessRuleTask",
        "a task of no kind is nobody's work and the case would stop there; make it a userTask, serviceTask "
        "or businessRuleTask",
    ),
    (
        "manualTask",
        "refused",
        "việc ngoài hệ thống không có ai bấm xong nên hồ sơ sẽ đứng lại; đổi thành userTask có biểu mẫu "
        "xác nhận",
        "nobody reports work done outside the system, so the case would stop there; make it a userTask "
        "with a form",
    ),
    (
        "sendTask",
        "refused",
        "đổi thành sự kiện gửi thông điệp (intermediateThrowEvent) hoặc serviceTask",
        "use a message throw event (intermediateThrowEvent) or a serviceTask",
    ),
    (
        "receiveTask",
        "refused",
        "đổi thành sự kiện chờ thông điệp (intermediateCatchEvent)",
        "use a message catch event (intermediateCatchEvent)",
    ),
    (
        "scriptTask",
        "refused",
        "mô hình không được chứa mã lệnh; đổi thành businessRuleTask (bảng quyết định) hoặc serviceTask "
        "(thao tác có sẵn)",
        "a model may not carry code; use a businessRuleTask (decision table) or a serviceTask (known "
        "operation)",
    ),
    (
        "script",
        "refused",
        "mô hình không được chứa mã lệnh; xóa phần này",
        "a model may not carry code; take it out",
    ),
    (
        "complexGateway",
        "refused",
        "engine không có luật cho cổng phức hợp; vẽ lại bằng cổng loại trừ, song song hoặc bao hàm",
        "the engine has no rule for a complex gateway; draw it with exclusive, parallel or inclusive "
        "gateways",
    ),
    (
        "activationCondition",
        "refused",
        "chỉ cổng phức hợp mới dùng; xóa phần này",
        "belongs to complex gateways; take it out",
    ),
    (
        "adHocSubProcess",
        "refused",
        "thứ tự tùy ý không chạy được; vẽ từng việc thành nhánh riêng",
        "ad-hoc order cannot be run; draw each task as a branch",
    ),
    ("ordering", "refused", "thuộc quy trình con tùy ý", "belongs to an ad-hoc sub-process"),
    (
        "transaction",
        "refused",
        "giao dịch cần bù trừ, engine không có; dùng subProcess thường",
        "a transaction needs compensation, which the engine lacks; use a plain subProcess",
    ),
    (
        "cancelEventDefinition",
        "refused",
        "chỉ có nghĩa trong giao dịch; dùng lỗi (error) hoặc thông điệp",
        "means something only in a transaction; use an error or a message",
    ),
    (
        "compensateEventDefinition",
        "refused",
        "bù trừ bị bỏ qua lặng lẽ khi chạy; vẽ các bước hoàn lại thành luồng thường",
        "compensation would be skipped silently; draw the undoing steps as ordinary flow",
    ),
    (
        "linkEventDefinition",
        "refused",
        "luồng đi vào liên kết sẽ chết ở đó; nối bằng sequenceFlow",
        "the token dies at a link; connect with a sequenceFlow",
    ),
    (
        "conditionalEventDefinition",
        "refused",
        "engine không theo dõi điều kiện; dùng thông điệp hoặc cổng loại trừ",
        "the engine does not watch conditions; use a message or an exclusive gateway",
    ),
    ("condition", "refused", "thuộc sự kiện có điều kiện", "belongs to a conditional event"),
    (
        "signalEventDefinition",
        "refused",
        "tín hiệu không chạy ở đây (sự kiện kết thúc bằng tín hiệu còn im lặng không làm gì); dùng thông "
        "điệp",
        "signals are not run here (a signal end does nothing, silently); use a message",
    ),
    ("signal", "ignored", "Tên tín hiệu không dùng.", "The name of a signal, not used."),
    (
        "standardLoopCharacteristics",
        "refused",
        "vòng lặp ẩn không thấy trên hình; vẽ vòng lặp bằng cổng loại trừ",
        "a hidden loop does not show on the picture; draw it with an exclusive gateway",
    ),
    ("loopCondition", "refused", "thuộc vòng lặp ẩn", "belongs to a hidden loop"),
    ("loopMaximum", "refused", "thuộc vòng lặp ẩn", "belongs to a hidden loop"),
    (
        "complexBehaviorDefinition",
        "refused",
        "hành vi phức hợp của việc lặp không chạy được; dùng completionCondition",
        "complex behaviour of a multi-instance cannot be run; use completionCondition",
    ),
    (
        "event",
        "refused",
        "thuộc hành vi phức hợp của việc lặp",
        "belongs to complex multi-instance behaviour",
    ),
    ("implicitThrowEvent", "refused", "thuộc hành vi phức hợp", "belongs to complex behaviour"),
    (
        "eventDefinitionRef",
        "refused",
        "định nghĩa sự kiện dùng chung không đọc được; đặt định nghĩa ngay trong sự kiện",
        "shared event definitions are not read; put the definition inside the event",
    ),
    (
        "dataStore",
        "refused",
        "engine không đọc ghi kho dữ liệu; xóa dataStore, giữ hình vẽ bằng dataStoreReference hoặc chú thích",
        "the engine reads and writes no stores; drop the dataStore, keep the picture by dataStoreReference "
        "or a note",
    ),
    (
        "dataInputAssociation",
        "refused",
        "dữ liệu không đi theo nét nối này; ghi thuộc tính input:TÊN hoặc nối bằng association thường",
        "no data travels along this line; write a property input:NAME or draw a plain association",
    ),
    (
        "dataOutputAssociation",
        "refused",
        "dữ liệu không đi theo nét nối này; ghi thuộc tính result hoặc nối bằng association thường",
        "no data travels along this line; write the property result or draw a plain association",
    ),
    (
        "ioSpecification",
        "refused",
        "khai báo vào ra bị hiểu khác nhau giữa các công cụ; ghi thuộc tính input:TÊN và result",
        "tools disagree on what it limits; write the properties input:NAME and result",
    ),
    (
        "import",
        "refused",
        "tệp ngoài không được đọc; đưa nội dung vào bản phát hành",
        "outside files are not read; put the content into the release",
    ),
    (
        "correlationPropertyRetrievalExpression",
        "refused",
        "biểu thức đọc nội dung thông điệp không được chạy; thông điệp của một hồ sơ tự tìm đến hồ sơ đó",
        "expressions over message payloads are not run; a message reaches its case by itself",
    ),
    (
        "correlationSubscription",
        "refused",
        "không cần: thông điệp của một hồ sơ tự tìm đến hồ sơ đó",
        "not needed: a message reaches its case by itself",
    ),
    ("correlationProperty", "ignored", "Không cần.", "Not needed."),
    ("correlationKey", "ignored", "Không cần.", "Not needed."),
    ("correlationPropertyRef", "ignored", "Không cần.", "Not needed."),
    ("correlationPropertyBinding", "ignored", "Không cần.", "Not needed."),
    ("messagePath", "refused", "thuộc biểu thức đọc thông điệp", "belongs to a payload expression"),
    ("dataPath", "refused", "thuộc biểu thức đọc thông điệp", "belongs to a payload expression"),
    *(
        (
            name,
            "refused",
            "chỉ là thỏa thuận giữa các bên, không có gì để chạy; vẽ một process",
            "only an agreement between parties, nothing to run; draw a process",
        )
        for name in (
            "choreography",
            "choreographyTask",
            "subChoreography",
            "callChoreography",
            "globalChoreographyTask",
            "choreographyRef",
            "conversation",
            "subConversation",
            "callConversation",
            "globalConversation",
            "conversationLink",
            "conversationAssociation",
        )
    ),
    *(
        (
            name,
            "refused",
            "việc dùng chung không chạy được; đặt việc vào quy trình và gọi bằng callActivity",
            "global tasks cannot be run; put the task into a process and use a callActivity",
        )
        for name in (
            "globalTask",
            "globalUserTask",
            "globalManualTask",
            "globalScriptTask",
            "globalBusinessRuleTask",
        )
    ),
)

ELEMENTS: dict[str, Element] = {row[0]: Element(*row) for row in _ROWS}

# Parts of an element that was already refused or ignored; a finding of their own would repeat it.
PARTS = words(
    "script activationCondition ordering condition loopCondition loopMaximum event implicitThrowEvent "
    "messagePath dataPath choreographyRef target source"
)
