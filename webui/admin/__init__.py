"""The administrator's pages: how cases run, faults, accounts, what is in force, what goes out."""

from __future__ import annotations

from flask import Flask

from webui.admin import (
    cases,
    incidents,
    instead,
    logbook,
    many,
    outgoing,
    overview,
    people,
    procedure,
    repairs,
    tables,
)


def install(app: Flask) -> None:
    for part in (
        overview,
        cases,
        incidents,
        people,
        procedure,
        outgoing,
        tables,
        logbook,
        repairs,
        instead,
        many,
    ):
        app.register_blueprint(part.pages)
