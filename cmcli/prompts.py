"""Questions asked on a terminal. The only place that imports questionary."""

from collections.abc import Callable, Sequence
from typing import Any

from cmcli.errors import Interrupted
from cmcli.i18n import gettext


def _answer(question: Any) -> Any:
    answer = question.unsafe_ask() if hasattr(question, "unsafe_ask") else question.ask()
    if answer is None:
        raise Interrupted
    return answer


def _asked(make: Callable[[], Any]) -> Any:
    try:
        return _answer(make())
    except (KeyboardInterrupt, EOFError) as error:
        raise Interrupted from error


def confirm(question: str, *, default: bool = True) -> bool:
    """Yes or no."""
    import questionary

    return bool(_asked(lambda: questionary.confirm(question, default=default)))


def choose(
    question: str, choices: Sequence[tuple[str, Any]], *, default: Any = None, keys: bool = False
) -> Any:
    """One of (label, value), by arrow keys; with `keys` each value is also the key to press, and
    Enter alone chooses nothing: the question is asked again.
    """  # noqa: D205
    import questionary

    blank = [questionary.Choice(title="…", value="", shortcut_key=False)] if keys else []
    options = blank + [
        questionary.Choice(title=label, value=value, shortcut_key=value if keys else None)
        for label, value in choices
    ]
    how = gettext("(a letter or the arrow keys)") if keys else gettext("(arrow keys)")
    start = next((option for option in options if option.value == default), None)
    while True:
        answer = _asked(
            lambda: questionary.select(
                question,
                choices=options,
                default=start,
                instruction=how,
                use_shortcuts=keys,
                # j and k may be letters to press.
                use_jk_keys=not keys,
            )
        )
        if answer != "" or not keys:
            return answer


def tick(question: str, choices: Sequence[tuple[str, Any]]) -> list[Any]:
    """Any of (label, value), all of them ticked to begin with."""
    import questionary

    options = [questionary.Choice(title=label, value=value, checked=True)
               for label, value in choices]  # fmt: skip
    how = gettext("(space ticks, Enter is done)")
    return list(_asked(lambda: questionary.checkbox(question, choices=options, instruction=how)))


def text(
    question: str, *, default: str = "", check: Callable[[str], str | None] | None = None
) -> str:
    """A line of text; `check` returns what is wrong with it, or None."""
    import questionary

    def validate(value: str) -> bool | str:
        problem = check(value) if check else None
        return problem or True

    return str(_asked(lambda: questionary.text(question, default=default, validate=validate)))


def search(question: str, find: Callable[[str], list[str]]) -> str:
    """A line completed while typing: `find` gives the texts that fit what is typed so far."""
    import questionary
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document

    class Found(Completer):
        def get_completions(self, document: Document, _: Any) -> Any:
            typed = document.text_before_cursor
            for label in find(typed) if typed.strip() else []:
                yield Completion(label, start_position=-len(typed))

    return str(
        _asked(lambda: questionary.text(question, completer=Found(), complete_while_typing=True))
    )


def edit(start: str = "") -> str:
    """What the user leaves in `$VISUAL` or `$EDITOR`."""
    import os
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    from cmcli.errors import Usage
    from cmcli.messages import say

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # A note about a client is private even while it is written.
    handle, name = tempfile.mkstemp(suffix=".txt")
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(start)
        try:
            status = subprocess.call([*shlex.split(editor), name])  # noqa: S603 the user's editor
        except OSError as error:
            raise Usage(
                say("the editor {editor} does not start", editor=editor), say("set EDITOR")
            ) from error
        if status:
            raise Interrupted
        return path.read_text(encoding="utf-8").strip()
    finally:
        path.unlink(missing_ok=True)
