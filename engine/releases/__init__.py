"""Which diagrams, tables, forms and texts are in force, and for which case."""

from engine.releases.deploying import deploy, export, folder_files, keep_release, put_in_force
from engine.releases.library import Library, Release, digest_of
from engine.releases.texts import Texts

__all__ = [
    "Library",
    "Release",
    "Texts",
    "deploy",
    "digest_of",
    "export",
    "folder_files",
    "keep_release",
    "put_in_force",
]
