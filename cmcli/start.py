"""Where `cm` begins: before the first import that costs anything."""

import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

# Objects made between two searches for garbage, once the program is there.
_SELDOM = 50_000
# Where zoneinfo looks on these systems anyway; asking Python's build configuration for it takes
# longer than reading the zone.
_ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"
# What others import at their top and hardly any command uses.
_SELDOM_USED = (
    "ast", "bz2", "ipaddress", "lzma", "shlex", "subprocess", "textwrap", "tokenize", "traceback",
)  # fmt: skip


def run() -> None:
    """The entry point. Nothing that is imported is ever garbage, so nobody looks for it there."""
    if os.name == "posix":
        os.environ.setdefault("PYTHONTZPATH", _ZONES)
        # The one thing that is asked of it at once, by uuid.
        _postpone("platform", system=lambda: os.uname().sysname)
    gc.disable()
    for name in _SELDOM_USED:
        _postpone(name)
    from cmcli.__main__ import run as main

    gc.freeze()
    gc.set_threshold(_SELDOM)
    gc.enable()
    main()


class _Later(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, wanted: str) -> Any:
        if wanted.startswith("__"):
            # The import system looks whether it is a package.
            raise AttributeError(wanted)
        sys.modules.pop(self.__name__, None)
        real = import_module(self.__name__)
        self.__dict__.update(vars(real))
        return getattr(real, wanted)


def _postpone(name: str, **known: Any) -> None:
    """Put a stand-in in the place of a module; `known` is what it can tell by itself."""
    if name not in sys.modules:
        sys.modules[name] = _Later(name)
        vars(sys.modules[name]).update(known)
