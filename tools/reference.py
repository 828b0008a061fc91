"""Write docs/commands.md from the table of commands, so that it cannot say anything else."""

import sys
from pathlib import Path

from cmcli import cli, i18n
from cmcli.table import COMMANDS, DAILY, Entry
from cmcli.views.help import command_page

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"

_HEAD = """# Commands

Made from the program by `make reference`; a test holds it to the program.

Every command takes `--json`, `--db PATH` and `--lang en|zh`. `CLIENT` is a reference (`c12`), a
name or its start, its pinyin or initials, a telephone number or its last four digits. `REF` is a
letter and a number, as every list prints them. How times are typed: [dates](dates.md). What
`--json` prints: [json](json.md).

| exit code | meaning |
| --- | --- |
| 0 | done; an empty list too |
| 1 | failed unexpectedly |
| 2 | wrong usage: a phrase not understood, a value malformed or out of range |
| 3 | not found, or more than one thing answers to the name |
| 4 | refused by a rule |
| 5 | the file cannot be used |
| 130 | interrupted |
"""


def _section(entry: Entry) -> str:
    command = cli.command(entry)
    parent = cli.root().make_context("cm", [], resilient_parsing=True)
    with command.make_context(f"{entry.path}", [], parent=parent, resilient_parsing=True) as ctx:
        # The options of every command are named once, at the head of the page.
        text = command_page(command, ctx, shared=False, columns=96)
    usage, _, rest = text.partition("\n\n")
    name = entry.path
    return f"### cm {name}\n\n```\n{usage}\n\n{rest.rstrip()}\n```\n"


def page() -> str:
    """The whole page."""
    i18n.choose("en")
    parts = [_HEAD]
    panel = ""
    for entry in COMMANDS:
        if entry.panel != panel:
            panel = entry.panel
            parts.append(f"## {panel}\n")
        parts.append(_section(entry))
    return "\n".join(parts)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name}: {len(COMMANDS)} commands, first panel {DAILY}")
