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
    question: str, choices: Sequence[tuple[str, Any]], *, default: Any = None, keys: bool = False,
    at_once: bool = False,
) -> Any:  # fmt: skip
    """One of (label, value), by arrow keys; with `keys` each value is also the key to press, and
    nothing is chosen to begin with, so that Enter alone does not answer. `at_once` is a key the
    answer, without Enter.
    """  # noqa: D205
    import questionary

    options = [
        # The library writes a dash for what has no key of its own.
        questionary.Choice(title=label, value=value,
                           shortcut_key=(value if value != "-" else False) if keys else None)
        for label, value in choices
    ]  # fmt: skip
    start = next((option for option in options if option.value == default), None)

    def made() -> Any:
        asked = questionary.select(
            question,
            choices=options,
            default=start,
            instruction=_how(keys=keys, at_once=at_once),
            use_shortcuts=keys,
            # j and k may be letters to press.
            use_jk_keys=not keys,
        )
        if keys:
            _unchosen(asked, [str(value) for _, value in choices] if at_once else [])
        return asked

    return _asked(made)


def _how(*, keys: bool, at_once: bool) -> str:
    if at_once:
        return gettext("(a letter answers)")
    return gettext("(a letter or the arrow keys, then Enter)") if keys else gettext("(arrow keys)")


def _unchosen(asked: Any, answers: Sequence[str]) -> None:
    """Let no option be chosen to begin with; the keys of `answers` choose and answer."""
    from prompt_toolkit.keys import Keys
    from questionary.prompts.common import InquirerControl

    app = asked.application
    control = next(c for c in app.layout.find_all_controls() if isinstance(c, InquirerControl))
    control.pointed_at = -1
    # Of two bindings for a key the later one holds.
    bind = app.key_bindings.add

    def leave(event: Any) -> None:
        if control.pointed_at >= 0:
            control.is_answered = True
            event.app.exit(result=control.get_pointed_at().value)

    def up(event: Any) -> None:
        control.pointed_at = max(control.pointed_at, 0)
        control.select_previous()

    bind(Keys.ControlM, eager=True)(leave)
    bind(Keys.Up, eager=True)(up)
    for place, key in enumerate(answers):

        def answer(event: Any, place: int = place) -> None:
            control.pointed_at = place
            leave(event)

        bind(key, eager=True)(answer)


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
