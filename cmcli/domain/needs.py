"""What clients need, recognised in their own words: a table, so that a match can be explained."""

from cmcli.messages import Message, say
from cmcli.named import NamedTuple


class Theme(NamedTuple):
    """`words` name the need in English or Chinese; a product of `kinds` serves it where its term
    in days is at most `longest` and its level between `least` and `most`: money that is needed on
    a day, or lived on, takes no great risk.
    """  # noqa: D205

    name: Message
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    longest: int | None = None
    least: int = 0
    most: int = 5


THEMES = (
    Theme(say("cash at hand"), ("liquid", "cash", "流动", "周转", "随时", "备用"),
          ("deposit", "wealth"), longest=90, most=1),
    Theme(say("education"), ("tuition", "school", "education", "学费", "教育", "留学"),
          ("deposit", "wealth"), longest=365, most=2),
    Theme(say("retirement"), ("pension", "retire", "after 60", "养老", "退休"),
          ("insurance", "deposit"), most=3),
    Theme(say("cover"), ("cover", "illness", "medical", "insur", "保障", "重疾", "医疗", "保险"),
          ("insurance",)),
    Theme(say("to pass on"), ("inherit", "pass on", "heir", "传承", "继承"), ("insurance",)),
    Theme(say("steady income"), ("income", "steady", "interest", "稳健", "利息", "收益稳"),
          ("deposit", "wealth"), most=2),
    Theme(say("growth"), ("growth", "grow", "equity", "shares", "增值", "成长", "股票"),
          ("fund", "wealth"), least=3),
    Theme(say("a home"), ("home", "flat", "house", "买房", "购房", "首付"),
          ("deposit", "wealth"), longest=1100, most=2),
)  # fmt: skip


def matching(text: str) -> list[Theme]:
    """The themes whose words stand in what the client said, in the order of the table."""
    said = text.lower()
    return [theme for theme in THEMES if any(word in said for word in theme.words)]
