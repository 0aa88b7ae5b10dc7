"""Every part of the site, in one place."""

from __future__ import annotations

from flask import Flask

from webui import (
    admin,
    casefiles,
    cases,
    drawings,
    duty,
    files,
    granting,
    health,
    inbox,
    language,
    leader,
    login,
    me,
    notes,
    notices,
    public,
    searching,
    sideacts,
    tasks,
)

CITIZENS = (public.pages, login.pages, files.pages, language.pages, health.pages)
OFFICERS = (
    inbox.pages,
    tasks.pages,
    cases.pages,
    searching.pages,
    casefiles.pages,
    drawings.pages,
    sideacts.pages,
    notes.pages,
    granting.pages,
    leader.pages,
    duty.pages,
    me.pages,
    notices.pages,
)


def install(app: Flask) -> None:
    for part in (*CITIZENS, *OFFICERS):
        app.register_blueprint(part)
    admin.install(app)
