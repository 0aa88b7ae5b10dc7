"""What the servers of forked processes share with the process that they are forked from.

Read before the fork: the program, the procedure with its forms and texts, the words and the templates. A test
starts dozens of servers, and each would read all of it anew.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import alembic.command  # noqa: F401
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

import engine.commands.serving  # noqa: F401
import webui.serving  # noqa: F401
from engine.work import open_platform
from forms.render import _environment
from tests.faults.serving import procedure
from webui import create_app, words
from webui.config import Config


class Compiled(BytecodeCache):
    """Templates that are compiled, in memory: a child has them by being forked."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def read_texts() -> None:
    read = procedure()
    assert read.texts
    assert words.catalogue()
    for path in read.files:
        if path.startswith("forms/"):
            read.form(path.removeprefix("forms/").removesuffix(".form"))


def compile_templates() -> None:
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}
    with tempfile.TemporaryDirectory() as folder:
        platform = open_platform(Path(folder))
        app = create_app(platform, Config())
        for name in app.jinja_env.list_templates(extensions=["html"]):
            app.jinja_env.get_template(name)
        platform.engine.dispose()


def compile_form_templates() -> None:
    templates = _environment()
    for name in templates.list_templates(extensions=["html"]):
        assert templates.get_template(name).module


read_texts()
compile_templates()
compile_form_templates()
