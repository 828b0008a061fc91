"""The SQL that several reads share says what the rules say, and the indexes serve it."""

from cmcli.domain.interaction import MEETING_CHANNELS
from cmcli.queries.conditions import LAST_MET, MEETS
from cmcli.store import Store


def test_the_contacts_that_count_are_those_of_the_rule() -> None:
    channels = ", ".join(f"'{channel}'" for channel in MEETING_CHANNELS)
    assert f"outcome = 'reached' AND channel IN ({channels})" == MEETS


def test_the_last_of_them_is_found_by_its_index(store: Store) -> None:
    steps = store.rows(f"EXPLAIN QUERY PLAN SELECT {LAST_MET} FROM client")
    assert any("interaction_met" in step[-1] for step in steps), steps
