"""Where `cm` begins: before the first import that costs anything."""

import gc

# Objects made between two searches for garbage, once the program is there.
_SELDOM = 50_000


def run() -> None:
    """The entry point. Nothing that is imported is ever garbage, so nobody looks for it there."""
    gc.disable()
    from cmcli.__main__ import run as main

    gc.freeze()
    gc.set_threshold(_SELDOM)
    gc.enable()
    main()
