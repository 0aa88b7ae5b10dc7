"""What people send and what others may see of it: safe copies, hidden details, files under their hash."""

from engine.evidence.files import Files, Folder, NoRoom, NoSuchFile, NotKept
from engine.evidence.keeping import Kept, keep
from engine.evidence.limits import Limits
from engine.evidence.refusals import Refused
from engine.evidence.upload import Accepted, read_upload

__all__ = [
    "Accepted",
    "Files",
    "Folder",
    "Kept",
    "Limits",
    "NoRoom",
    "NoSuchFile",
    "NotKept",
    "Refused",
    "keep",
    "read_upload",
]
