"""Help pages: usage, arguments, options and commands, in columns that Chinese does not bend."""

import shutil
from typing import Any

from cmcli.i18n import gettext
from cmcli.views.cells import pad, width, wrap
from cmcli.views.speech import colon

_MOST_COLUMNS = 100
_WIDEST_NAME = 30


def _terminal() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, _MOST_COLUMNS)


def _pairs(rows: list[tuple[str, str]], columns: int, least: int = 0) -> list[str]:
    """Two columns; a long left side has its help on the next line."""
    limit, indent = _WIDEST_NAME, 2
    left = max([least, *(width(name) for name, _ in rows if width(name) <= limit)])
    lines: list[str] = []
    for name, text in rows:
        room = columns - indent - left - 2
        parts = wrap(text, max(room, 20))
        head = " " * indent + pad(name, left)
        if width(name) > left:
            lines.append(" " * indent + name)
            head = " " * (indent + left)
        lines.append(f"{head}  {parts[0]}".rstrip())
        lines += [" " * (indent + left + 2) + part for part in parts[1:]]
    return lines


def _option(param: Any, ctx: Any) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    metavar = "" if param.is_flag else f" {param.metavar or param.name.strip('_').upper()}"
    text = gettext(param.help or "")
    if not param.is_flag and param.default not in (None, "", []) and not callable(param.default):
        text = f"{text} [{param.default}]"
    return f"{names}{metavar}", text


def _shared(param: Any) -> bool:
    return not param.expose_value


def command_page(command: Any, ctx: Any, *, shared: bool = True, columns: int | None = None) -> str:
    """The help of one command; `shared` tells whether the options of every command are listed."""
    wide = columns or _terminal()
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    words = " ".join(_argument_name(p) for p in arguments)
    usage = f"{_usage(ctx)} {words}".rstrip() + f" [{gettext('options')}]"
    lines = [*wrap(usage, wide), "", *wrap(gettext(command.help or ""), wide)]
    rows = [(_argument_name(p), gettext(p.help or "")) for p in arguments]
    own = [_option(p, ctx) for p in options if not _shared(p)]
    every = [_option(p, ctx) for p in options if _shared(p)] if shared else []
    names = [width(name) for name, _ in [*rows, *own, *every] if width(name) <= _WIDEST_NAME]
    titled = ((gettext("Arguments"), rows), (gettext("Options"), own),
              (gettext("Every command"), every))  # fmt: skip
    for title, found in titled:
        if found:
            lines += ["", _headed(title), *_pairs(found, wide, max(names, default=0))]
    if command.epilog:
        lines += ["", _headed(gettext("Examples"))]
        for example in command.epilog.splitlines():
            lines += _typed_out(gettext(example), wide)
    return "\n".join(lines) + "\n"


def _typed_out(command: str, columns: int) -> list[str]:
    """An example as it can be typed: where it is long, broken before an option by a backslash."""
    first, *options = command.split(" --")
    lines = [f"  {first}"]
    for option in options:
        if width(lines[-1]) + width(option) + 3 + 2 > columns:
            lines[-1] += " \\"
            lines.append(f"    --{option}")
        else:
            lines[-1] += f" --{option}"
    return lines


def _usage(ctx: Any) -> str:
    return f"{gettext('Usage')}{colon()}{ctx.command_path}"


def _headed(title: str) -> str:
    return f"{title}{colon()}".rstrip()


def _argument_name(param: Any) -> str:
    name = param.metavar or param.name.upper()
    name = name if param.required else f"[{name}]"
    return f"{name}..." if param.nargs == -1 else name


def group_page(group: Any, ctx: Any, rows: list[tuple[str, str, str]]) -> str:
    """The help of `cm` or of a group: commands by panel; rows are (panel, name, summary)."""
    usage = f"{_usage(ctx)} {gettext('COMMAND')} [{gettext('options')}]"
    lines = [usage, "", *wrap(gettext(group.help or ""), _terminal())]
    every = [_option(p, ctx) for p in group.params if p.param_type_name == "option"]
    least = max(width(name) for name in [*(row[1] for row in rows), *(row[0] for row in every)])
    for panel in dict.fromkeys(row[0] for row in rows):
        found = [(name, gettext(text)) for where, name, text in rows if where == panel]
        lines += ["", _headed(gettext(panel)), *_pairs(found, _terminal(), least)]
    lines += ["", _headed(gettext("Every command")), *_pairs(every, _terminal(), least)]
    lines += ["", gettext("More about one: {path} COMMAND --help").format(path=ctx.command_path)]
    return "\n".join(lines) + "\n"
