"""What a service task may ask of the system, by the name the diagram gives it.

An operation takes the step, its inputs (`input:NAME` properties) and the variables of the diagram, and
returns small routing values for the diagram. Texts stay in tables: `input:answers` names the variable of
the task whose full answers it may read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from engine.cases.operations import closing, dispatching, emergency, extending, handling, intake, telling

if TYPE_CHECKING:
    from engine.cases.step import Step

Operation = Callable[["Step", dict[str, Any], dict[str, Any]], object]

OPERATIONS: Mapping[str, Operation] = {
    "ask_reporter": intake.ask_reporter,
    "record_no_answer": intake.record_no_answer,
    "resume_case": intake.resume_case,
    "refuse": intake.refuse,
    "merge": intake.merge,
    "unmerge": intake.unmerge,
    "split": intake.split,
    "dispatch": dispatching.dispatch,
    "record_return": dispatching.record_return,
    "assign": dispatching.assign,
    "record_acceptance": dispatching.record_acceptance,
    "shorten_clocks": emergency.shorten_clocks,
    "pick_hotline": emergency.pick_hotline,
    "record_hotline": emergency.record_hotline,
    "receive_extension": extending.receive_extension,
    "extend": extending.extend,
    "refuse_extension": extending.refuse_extension,
    "extension_overtaken": extending.extension_overtaken,
    "record_send_back": handling.record_send_back,
    "record_promise": handling.record_promise,
    "ask_after_promise": handling.ask_after_promise,
    "pass_on_info": telling.pass_on_info,
    "send_notice": telling.send_notice,
    "record_told": telling.record_told,
    "record_rating": closing.record_rating,
    "reopen": closing.reopen,
    "conclude": closing.conclude,
    "publish": closing.publish,
    "withdraw": closing.withdraw,
    "close": closing.close,
}
