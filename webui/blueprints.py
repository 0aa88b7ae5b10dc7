"""Every part of the site, in one place."""

from __future__ import annotations

from flask import Flask

from webui import admin, duty, files, health, language, leader, login, me, notices, public


def install(app: Flask) -> None:
    for part in (public.pages, login.pages, files.pages, language.pages, health.pages):
        app.register_blueprint(part)
    for part in (notices.pages, me.pages, duty.pages, leader.pages):
        app.register_blueprint(part)
    admin.install(app)
