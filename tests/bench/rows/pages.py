"""Forms sent over HTTP, and the memory of the process that takes them."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import statistics
from collections.abc import Iterator
from pathlib import Path

from engine import scheduler
from engine.people import passwords
from tests.bench.floor import Floor
from tests.bench.payloads import STEPS, payloads
from tests.bench.sizes import Setting
from tests.bench.stages import REAL, SIX, Stage, real_way, set_up, six_way
from tests.bench.table import Figure, against
from tests.bench.visits import PASSWORD, Visit

MB = 1024 * 1024


def submissions(here: Setting) -> Iterator[Figure]:
    """The six forms of a case, each sent from its page; the floor takes its turn after every case."""
    kept = passwords.hash_password(PASSWORD)
    stage = set_up(here.data(), here.address(), SIX, six_way, password=kept)
    visit, floor = Visit(stage, "operator"), Floor(here.data() / "floor.sqlite3")
    spent: list[float] = []
    for number in range(here.sizes.warm + here.sizes.cases):
        if number == here.sizes.warm:
            spent.clear()
            floor.spent.clear()
        spent += _case(stage, visit, number)
        floor.run_case(number)
    ours, least = (1000 * statistics.median(each) for each in (spent, floor.spent))
    yield against("CPU per form over HTTP: six steps (floor: one timer)", here.name, ours, least, 4)
    stage.platform.engine.dispose()


def _case(stage: Stage, visit: Visit, number: int) -> list[float]:
    case_id = stage.bring(number, 0)
    spent = []
    for step in STEPS:
        address = f"/viec/{stage.item(case_id, step)}"
        answers = {name: value for name, value in payloads(number)[step].items() if name != "sla"}
        page = visit.open(address)
        action = next(form for form in page.all("//form/@action") if form.split("?")[0] == address)
        spent.append(visit.submit(page, action, answers))
    return spent


def memory(here: Setting) -> Iterator[Figure]:
    """A process of its own opens cases and pages while the clock runs beside them."""
    url = here.address()
    line, end = multiprocessing.get_context("spawn").Pipe()
    arguments = (str(here.data()), url, here.sizes.served, end)
    child = multiprocessing.get_context("spawn").Process(target=_served, args=arguments)
    child.start()
    end.close()  # so that a child that fails ends the waiting
    early, late = line.recv()
    child.join()
    name = f"memory after {here.sizes.served:,} cases (floor: after a tenth)"
    yield Figure(
        name, here.name, late / MB, early / MB, "MB", "≤ 150, flat", late <= min(150 * MB, 1.1 * early)
    )


def _served(data: str, url: str | None, number: int, line: multiprocessing.connection.Connection) -> None:
    kept = passwords.hash_password(PASSWORD)
    stage = set_up(Path(data), url, REAL, real_way, password=kept)
    visit = Visit(stage, "operator")
    early, morning = 0, stage.clock.now
    with scheduler.running(stage.platform):
        for count in range(number):
            stage.clock.now = morning  # a session would be over by the evening
            stage.bring(count, count % 6)
            stage.spent.clear()
            stage.statements.clear()
            visit.get("/viec?ds=unit")
            if count == number // 10:
                early = resident()
    line.send((early, resident()))


def resident() -> int:
    """The bytes of memory this process holds."""
    told = Path("/proc/self/statm").read_text().split()
    return int(told[1]) * 4096
