"""Before a client is entered: whether the book has the same one, asked first and held to."""

from typing import Any

from cmcli import pinyin
from cmcli.desk import Desk
from cmcli.domain.client import Client
from cmcli.domain.ref import ref_of
from cmcli.domain.twins import Facts
from cmcli.errors import Interrupted, Refused
from cmcli.i18n import gettext
from cmcli.messages import Code, Message, say
from cmcli.named import NamedTuple
from cmcli.queries.twins import alike

# So many of them are offered.
_MOST = 5


class Answer(NamedTuple):
    """`same` is the file that was meant; `others` are files of other people, None for any."""

    same: Client | None = None
    others: frozenset[int] | None = frozenset()


def asked(here: Desk, facts: dict[str, Any], *, yes: bool) -> Answer:
    """What the manager says of files that look like the same; raises `Interrupted` on stop."""
    if yes:
        return Answer(others=None)
    found = _alike(here, facts) if here.interactive else []
    if not found:
        return Answer()
    keys = iter("abcdefg")
    choices: list[tuple[str, str]] = []
    files: dict[str, Client] = {}
    for client, how in found[:_MOST]:
        key = next(keys)
        files[key] = client
        label = say("it is {client}, open that file ({how})", client=_named(client),
                    how=Code("likeness", how))  # fmt: skip
        choices.append((here.speak(label), key))
    other, stop = next(keys), next(keys)
    choices += [(gettext("another person, add"), other), (gettext("stop"), stop)]
    client = found[0][0]
    answer = here.choose(say("{client} looks like the same:", client=_named(client)), choices,
                         keys=True)  # fmt: skip
    if answer == stop:
        raise Interrupted
    return Answer(files.get(answer), frozenset(client.id for client, _ in found))


def held(here: Desk, facts: dict[str, Any], answer: Answer) -> list[Client]:
    """Files that look like the same and are said to be others; raises `Refused` for any more.

    Called where the file is held for writing: somebody may have entered one while the question
    stood.
    """
    found = _alike(here, facts)
    if answer.others is not None:
        for client, how in found:
            if client.id not in answer.others:
                raise _refused(client, how)
    return [client for client, _ in found]


def _refused(client: Client, how: str) -> Refused:
    ref = ref_of("client", client.id)
    return Refused(
        say("{client} looks like the same ({how}); nothing was written",
            client=_named(client), how=Code("likeness", how)),
        say("that file: cm client show {ref} · another person: --yes", ref=ref),
    )  # fmt: skip


def _alike(here: Desk, facts: dict[str, Any]) -> list[tuple[Client, str]]:
    sound, _ = pinyin.keys(facts["name"], person=facts["kind"] == "person")
    known = Facts(facts["name"], facts["kind"], sound, facts.get("phone"))
    return alike(here.store, known)


def warning(twins: list[Client]) -> Message | None:
    """The files that somebody was entered beside."""
    same = ", ".join(_named(twin) for twin in twins[:3])
    return say("looks like {others}: cm client merge", others=same) if same else None


def _named(client: Client) -> str:
    return f"{ref_of('client', client.id)} {client.name}"
