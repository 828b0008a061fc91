"""Where `cm` begins: before the first import that costs anything."""

import gc
import os

# Objects made between two searches for garbage, once the program is there.
_SELDOM = 50_000
# Where zoneinfo looks on these systems anyway; asking Python's build configuration for it takes
# longer than reading the zone.
_ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"


def run() -> None:
    """The entry point. Nothing that is imported is ever garbage, so nobody looks for it there."""
    if os.name == "posix":
        os.environ.setdefault("PYTHONTZPATH", _ZONES)
    gc.disable()
    from cmcli.__main__ import run as main

    gc.freeze()
    gc.set_threshold(_SELDOM)
    gc.enable()
    main()
