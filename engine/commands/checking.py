"""`phananh check`, told what this system knows: a mistyped operation or role is found before it runs."""

from __future__ import annotations

from engine.bpmn.check.command import check_command
from engine.releases.deploying import known

check = check_command(known)
