"""Free search over names, notes and summaries.

A plain LIKE: it finds two-character Chinese words, which the full-text tokenizers of SQLite
do not, and below some 200,000 notes it is as fast.
"""

from datetime import datetime

from cmcli.domain.client import ClientTag
from cmcli.named import NamedTuple
from cmcli.queries.conditions import like
from cmcli.storage.rows import to_instant
from cmcli.store import Store


class Hit(NamedTuple):
    """A record that holds the text: which one, whose, where and when. One without a letter of its
    own goes by its client's.
    """  # noqa: D205

    noun: str
    id: int
    client: ClientTag | None
    text: str
    at: datetime


# noun, texts searched, the text shown (a column or an expression), its time
_PLACES = (
    ("client", ("name", "pinyin", "initials", "employer", "need", "note", "tags", "wechat"),
     "coalesce(need, note, employer, '')", "created_at"),
    ("interaction", ("note",), "note", "at"),
    ("request", ("summary", "resolution"), "summary", "asked_at"),
    ("callback", ("purpose",), "purpose", "due_at"),
    ("feedback", ("text", "theme"), "text", "at"),
    ("action", ("text", "result"), "text", "created_at"),
    ("plan", ("needs", "measures", "taboo"), "needs", "created_at"),
    ("risk", ("title", "measure", "reason"), "title", "opened_at"),
    ("holding", ("note",), "note", "created_at"),
    ("disclosure", ("note", "heard_by"), "note", "at"),
    ("assessment", ("note",), "note", "at"),
    ("profile", ("note",), "note", "created_at"),
    ("deal", ("title", "next", "lost_reason"), "title", "opened_at"),
    ("gift", ("text", "occasion"), "text", "at"),
    ("handoff", ("text", "department", "person", "result", "reason"), "text", "sent_at"),
    ("prospect", ("next", "reason"), "coalesce(next, reason, '')", "opened_at"),
    ("development", ("name", "note", "segments"), "name", "created_at"),
    ("research", ("text", "value", "source"), "text", "at"),
    ("campaign", ("name", "place", "note"), "name", "created_at"),
    ("training", ("title", "provider", "note"), "title", "created_at"),
    ("meeting", ("title", "place", "people", "minutes"), "title", "at"),
    ("insight", ("title", "text", "source"), "title", "at"),
    ("goal", ("measure", "note"), 'coalesce("goal".note, "goal".measure)', "created_at"),
    ("appraisal", ("period", "note"), 'coalesce("appraisal".note, "appraisal".period)',
     "created_at"),
)  # fmt: skip
# The manager's own records: they belong to no client.
_OWN = {"development", "research", "campaign", "training", "meeting", "goal", "appraisal"}
# Texts of what belongs to a record, searched as if they were its own.
_PARTS = {
    "meeting": """(SELECT group_concat(text || ' ' || coalesce(decision, ''), ' ')
        FROM meeting_item WHERE meeting_id = meeting.id)""",
    "insight": """(SELECT group_concat(word, ' ') FROM (
        SELECT tag AS word FROM insight_tag WHERE insight_id = insight.id
        UNION ALL SELECT audience FROM insight_share WHERE insight_id = insight.id))""",
    "appraisal": """(SELECT group_concat(
            coalesce(text, measure) || ' ' || coalesce(comment, ''), ' ')
        FROM appraisal_item WHERE appraisal_id = appraisal.id)""",
    "goal": """(SELECT group_concat(reason, ' ') FROM goal_target
        WHERE goal_id = goal.id AND reason IS NOT NULL)""",
}


def find(store: Store, text: str, limit: int = 50) -> list[Hit]:
    """Records whose texts hold every word of `text`, the clients first, then the latest."""
    words = [f"%{like(word)}%" for word in text.split()]
    hits: list[Hit] = []
    for noun, columns, shown, at in _PLACES:
        owner = _owner(noun)
        texts = " || ' ' || ".join(f'coalesce("{noun}"."{c}", \'\')' for c in columns)
        if noun in _PARTS:
            texts += f" || ' ' || coalesce({_PARTS[noun]}, '')"
        condition = " AND ".join(f"{texts} LIKE ? ESCAPE '\\'" for _ in words)
        shown_text = shown if "(" in shown else f'"{noun}"."{shown}"'
        rows = store.rows(
            f'SELECT "{noun}".id, client.id, client.name, client.tier, {shown_text}, '
            f'"{noun}"."{at}" FROM {owner} WHERE client.archived_at IS NULL AND {condition} '
            f'ORDER BY "{noun}"."{at}" DESC LIMIT ?',
            *words, limit,
        )  # fmt: skip
        hits += [
            Hit(noun, r[0], ClientTag(*r[1:4]) if r[1] else None, r[4] or "", to_instant(r[5]))
            for r in rows
        ]
    return hits[:limit]


def _owner(noun: str) -> str:
    """Where a noun is read from, beside its client; an action may have none."""
    if noun == "client":
        return "client"
    client = "NULL" if noun in _OWN else "client_id"
    return f'"{noun}" LEFT JOIN client ON client.id = {client}'
