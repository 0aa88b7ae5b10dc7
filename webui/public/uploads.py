"""Pictures that come with a form: kept first, so that a form with a mistake does not lose them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from flask import request
from werkzeug.datastructures import FileStorage

import forms
from engine.cases import files as case_files
from engine.work import Work
from forms.schema import walk
from webui import here, visits

Uploads = Mapping[str, list[forms.File | forms.RefusedFile]]


def take(form: forms.Form, *, purpose: str, case_id: int | None = None) -> Uploads:
    """Keep what was sent now, and find again what an earlier try of this form had sent."""
    kept = forms.kept_files(form, request.form)
    with here.platform().look() as work:
        found = {name: _found(work, ids, case_id) for name, ids in kept.items()}
    return {name: [*old, *_new(form, name, purpose, len(old), case_id)] for name, old in found.items()}


def _found(work: Work, ids: list[str], case_id: int | None) -> list[forms.File]:
    return case_files.owned(work, visits.own_uploads(ids), case_id=case_id)


def _new(
    form: forms.Form, name: str, purpose: str, held: int, case_id: int | None
) -> list[forms.File | forms.RefusedFile]:
    """Decoding is costly: no more files are opened than the field takes, and one to tell of too many."""
    most = max(0, _most(form, name) + 1 - held)
    sent = [each for each in request.files.getlist(name) if each.filename][:most]
    taken = [_keep(each, purpose, case_id) for each in sent]
    visits.keep_uploads(one.id for one in taken if isinstance(one, forms.File))
    return taken


def _keep(sent: FileStorage, purpose: str, case_id: int | None) -> forms.File | forms.RefusedFile:
    stream = cast(BinaryIO, sent.stream)
    return case_files.keep_upload(
        here.platform(), stream, sent.filename or "", purpose=purpose, case_id=case_id
    )


def _most(form: forms.Form, name: str) -> int:
    return next((one.max_files for one in walk(form.components) if one.key == name), 1)


def ids_of(files: Any) -> tuple[int, ...]:
    """The numbers of the files in one answer."""
    return tuple(int(each["id"]) for each in files or ())
