"""`cm path`: where the file is."""

from cmcli import desk
from cmcli.views.sheet import Line, Sheet


def path() -> None:
    """Print where the file is, whether or not it exists yet."""
    here = desk.current()
    here.show(
        lambda: {"path": str(here.path), "exists": here.path.exists()},
        lambda: Sheet((Line(str(here.path)),)),
    )
