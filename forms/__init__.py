"""What people are asked: forms in form-js JSON, drawn without JavaScript and read by the same schema."""

from forms.checking import Read, check, reads
from forms.files import File, RefusedFile
from forms.parsing import BadForm, read_form
from forms.posted import kept_files
from forms.problems import Problem
from forms.reading import Reading
from forms.render import render, summary
from forms.schema import Evaluate, Field, Form, Lookups, Offers, Option
from forms.showing import show

__all__ = [
    "BadForm",
    "Evaluate",
    "Field",
    "File",
    "Form",
    "Lookups",
    "Offers",
    "Option",
    "Problem",
    "Read",
    "Reading",
    "RefusedFile",
    "check",
    "kept_files",
    "read_form",
    "reads",
    "render",
    "show",
    "summary",
]
