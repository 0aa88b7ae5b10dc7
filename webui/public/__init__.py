"""What citizens open: no account, no name needed to read."""

from flask import Blueprint

pages = Blueprint("public", __name__)

# Importing a module adds its pages.
from webui.public import about, acts, home, report, results, status  # noqa: E402, F401
