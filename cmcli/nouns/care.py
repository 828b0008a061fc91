"""What is asked when a promise was kept: satisfaction, and whether to book an after-care call."""

from datetime import datetime
from typing import Any

from cmcli.desk import Desk
from cmcli.domain import closing
from cmcli.domain.feedback import SATISFACTION, score
from cmcli.domain.ref import ref_of
from cmcli.errors import CmError
from cmcli.i18n import gettext
from cmcli.messages import Message, say
from cmcli.queries.policies import working_day
from cmcli.storage.history import Applied


def satisfaction(here: Desk, given: str | None) -> int | None:
    """The score that was typed, or the answer on a terminal; None: it will be asked later."""
    if given:
        return score(given, SATISFACTION)
    if not here.interactive:
        return None
    from cmcli import prompts

    def wrong(text: str) -> str | None:
        try:
            if text.strip():
                score(text, SATISFACTION)
        except CmError as error:
            return here.speak(error.message)
        return None

    answer = prompts.text(
        gettext("How satisfied is the client, 1-5 (empty: ask later)"), check=wrong
    )
    return score(answer, SATISFACTION) if answer.strip() else None


def aftercare(here: Desk, setting: str) -> datetime | None:
    """When the after-care call is to be, where a person at the terminal wants one."""
    if not here.interactive:
        return None
    due = closing.aftercare_due(here.now, here.settings[setting], working_day(here.settings))
    return due if here.confirm(say("Book an after-care call for {due}?", due=due)) else None


def hint(here: Desk, client_id: int, setting: str) -> Message:
    """The command that books it, where nobody could be asked."""
    ref, days = ref_of("client", client_id), here.settings[setting]
    return say("after-care: cm callback add {ref} --due +{days}d", ref=ref, days=days)


def effects(applied: Applied, score: int | None, due: datetime | None) -> list[Any]:
    """What was written beside the closing itself."""
    found: list[Any] = []
    if score:
        number = applied.ids[closing.SATISFACTION]
        found.append(say("{ref} satisfaction {score}", ref=ref_of("feedback", number), score=score))
    if due:
        number = applied.ids[closing.AFTERCARE]
        found.append(say("{ref} after-care {due}", ref=ref_of("callback", number), due=due))
    return found
