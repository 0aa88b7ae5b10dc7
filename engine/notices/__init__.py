"""Notices: written in the step that causes them, sent after it, never delaying it."""
