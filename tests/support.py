"""What the tests share: one command line run in-process, and what came of it."""

import io
import json
import os
import shutil
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

from cmcli import i18n
from cmcli.__main__ import main
from cmcli.store import Store

ZONE = "Asia/Shanghai"
NOW = "2026-11-23T10:00:00+08:00"
MORNING = "2026-11-23T08:31:00+08:00"


# Commands that are about a book that is not there yet.
_MAKERS = {("init",), ("demo",), ("path",), ("backup",)}


class Result(NamedTuple):
    """Exit code, standard output and standard error of one run."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The document on standard output."""
        return json.loads(self.out)


def common(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run of the tests see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


class Demo(Protocol):
    """`demo_book(moment, lang)`: the file of a demo book made then; it is copied, never written."""

    def __call__(self, moment: str = ..., lang: str = ...) -> Path: ...


class Given(Protocol):
    """`given(("client", "add", "王建国"), …)`: a book in which these command lines were run."""

    def __call__(self, *lines: tuple[str, ...]) -> "Cm": ...


class Filled(Protocol):
    """`filled(fill)`: a book as `fill(cm)` makes it, made once for all tests that ask for it."""

    def __call__(self, fill: "Callable[[Cm], object]", key: Hashable = None) -> "Cm": ...


class Cm:
    """`cm("today", "--json")` runs one command line; `cm.db` is the book it works on.

    `empty` is a book with nothing in it, from which a missing one is copied.
    """

    def __init__(self, patch: pytest.MonkeyPatch, db: Path, empty: Path | None = None) -> None:
        self._patch = patch
        self._empty = empty
        self.db = db

    def __call__(
        self,
        *args: str,
        stdin: str | None = None,
        now: str | None = None,
        lang: str = "en",
    ) -> Result:
        if self._empty and args[:1] not in _MAKERS and not self.db.exists():
            shutil.copy(self._empty, self.db)
        out, err = io.StringIO(), io.StringIO()
        with self._patch.context() as patch:
            patch.setenv("CM_NOW", now or NOW)
            patch.setenv("CM_LANG", lang)
            patch.setattr("sys.stdin", io.StringIO(stdin or ""))
            patch.setattr("sys.stdout", out)
            patch.setattr("sys.stderr", err)
            try:
                code = main(list(args))
            finally:
                i18n.choose("en")
        return Result(code, out.getvalue(), err.getvalue())

    def json(self, *args: str, now: str | None = None, stdin: str | None = None) -> Any:
        """The document of a run that has to succeed."""
        result = self(*args, "--json", now=now, stdin=stdin)
        assert result.code == 0, result.err
        return result.json()


def dump(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the history's own."""
    tables = store.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite_%' "
        "AND name NOT IN ('entry', 'image')"
    )
    return {
        name: store.rows(f'SELECT * FROM "{name}" ORDER BY 1')
        for (name,) in tables
        if store.value(f'SELECT 1 FROM "{name}" LIMIT 1')
    }
