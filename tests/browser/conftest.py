"""Chromium, if the machine has one, and a province for it to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.demo import pictures
from tests.browser.site import Server, Site, make_province, served
from tests.browser.visitor import Device, Visitor

Arrive = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def province_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province") / "data"
    make_province(folder)
    return folder


@pytest.fixture(scope="session")
def server(chromium: Browser) -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


@pytest.fixture
def site(server: Server, province_folder: Path, tmp_path: Path) -> Iterator[Site]:
    with served(server, province_folder, tmp_path / "data") as made:
        yield made


@pytest.fixture
def arrive(site: Site, chromium: Browser) -> Iterator[Arrive]:
    """Somebody sits down at a device: a citizen, or an officer by login name."""
    met: list[Visitor] = []

    def sit_down(login: str | None = None, device: Device = Device()) -> Visitor:  # noqa: B008  a value
        met.append(Visitor.at(site, chromium, device, login))
        return met[-1]

    yield sit_down
    for one in met:
        one.page.context.close()


@pytest.fixture(scope="session")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A drawn picture of that name as a file."""
    folder = tmp_path_factory.mktemp("photographs")

    def take(scene: str) -> Path:
        path = folder / f"{scene}.jpg"
        if not path.exists():
            path.write_bytes(pictures.draw(scene))
        return path

    return take
