"""Cells that a spreadsheet will open: what begins like a formula is kept from becoming one."""

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """`text` with an apostrophe before a formula (`=`, `+`, `-`, `@`, tab)."""
    return f"'{text}" if text.startswith(_STARTS) else text


def unguarded(text: str) -> str:
    """`text` without that apostrophe, so that a file of rejects can be read back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_STARTS) else text
