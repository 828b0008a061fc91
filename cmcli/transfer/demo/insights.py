"""The demo book's insights: news of the market, two stories of deals, ways that work."""

from datetime import datetime, timedelta

from cmcli.domain.deal import Deal
from cmcli.domain.insight import Insight, InsightShare, InsightTag
from cmcli.named import NamedTuple
from cmcli.transfer.demo.book import Book
from cmcli.transfer.demo.names import Text

BRANCH: Text = ("branch meeting", "网点例会")
GROUP: Text = ("product team", "产品条线")


class Told(NamedTuple):
    """An insight: kind, title, words (`{name}` is the client), source, tag, days ago, and
    to whom it was told so many days ago.
    """  # noqa: D205

    kind: str
    title: Text
    text: Text
    source: Text | None
    tag: Text
    days: int
    told: tuple[tuple[Text, int], ...] = ()


TOLD = (
    Told("market", ("deposit rates go down again", "存款利率再次下调"),
         ("The large banks cut the three-year rate to 1.55 %; ours follows in December.",
          "大行三年期降至1.55%，我行12月跟进。"),
         ("newspaper", "报纸"), ("deposits", "存款"), 6, ((BRANCH, 5),)),
    Told("practice", ("call before the maturity, not after it", "到期前联系，不要到期后"),
         ("Of those called ten days before, three in four stay; of those called after, one in two.",
          "提前10天联系的客户四分之三留存，到期后再联系的只有一半。"),
         ("own calls", "本人电访"), ("deposits", "存款"), 13),
    Told("success", ("came for a deposit, left with a plan", "{name}来存款，带走了一份规划"),
         ("First the balance of the household, then what was missing; the product came last.",
          "{name}来问利率，先做了家庭收支表，看清缺什么，最后才谈产品。"),
         None, ("planning", "规划"), 9, ((BRANCH, 5), (GROUP, 4))),
    Told("failure", ("the money went to another bank", "{name}去了他行"),
         ("We sent the offer and waited. The other bank called twice.",
          "给{name}发了方案就等着，他行打了两次电话。"),
         None, ("follow-up", "跟进"), 4),
    Told("market", ("a second bank opens in the street", "同街新开一家银行网点"),
         ("It advertises fee-free payroll for small firms.", "主打小企业代发免费。"),
         ("two shop owners", "两位店主"), ("payroll", "代发"), 2),
)  # fmt: skip
_STAGE = {"success": "won", "failure": "lost"}


def add_insights(book: Book) -> None:
    """Five of them, some told already; two tell of a deal."""
    for told in TOLD:
        at = min(book.at(book.worked(book.today - timedelta(days=told.days)), 17, 5), book.now)
        insight = _insight(book, told, at)
        book.others.append(insight)
        book.parts.append(InsightTag(book.id(), insight.id, book.text(told.tag)))
        for audience, days in told.told:
            heard = book.at(book.worked(book.today - timedelta(days=days)), 17)
            book.parts.append(
                InsightShare(book.id(), insight.id, max(heard, at), book.text(audience))
            )


def _insight(book: Book, told: Told, at: datetime) -> Insight:
    deal = _deal(book, told.kind, at)
    name = next((one.name for one in book.clients if deal and one.id == deal.client_id), "")
    return Insight(
        book.id(), told.kind, at, book.text(told.title, name=name),
        book.text(told.text, name=name), book.text(told.source) if told.source else None,
        deal.client_id if deal else None, deal.id if deal else None, at,
    )  # fmt: skip


def _deal(book: Book, kind: str, at: datetime) -> Deal | None:
    """The last deal of a person that ended so before that time."""
    people = {one.id for one in book.clients if one.kind == "person"}
    ended = [
        deal for deal in book.deals
        if deal.stage == _STAGE.get(kind) and deal.closed_at and deal.closed_at < at
        and deal.client_id in people
    ]  # fmt: skip
    return max(ended, key=lambda deal: (deal.closed_at, -deal.id), default=None)
