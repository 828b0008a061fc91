"""A paper as the tests write it: a title, facts, figures, statements to tick, two signatures."""

from cmcli.views.sheet import (
    BLANK,
    Column,
    Group,
    Line,
    Sheet,
    Signature,
    Span,
    Table,
    Text,
    Tick,
    simple_table,
)

NASTY = "<script>alert(1)</script> & \"x\" 'y' ]]> **z** \\"
RISKS = "净值可能下跌，到期取回的金额可能少于本金。" * 12


def paper(name: str = "王建国", *, long: str = RISKS) -> Sheet:
    """A confirmation as it is handed over."""
    facts = (Column(), Column(shrink=True, least=20))
    figures = (Column("项目"), Column("empty"), Column("费率", align="right"))
    rows = [("管理费", "", "0.30 %"), ("托管费", "", "1,234.50")]
    return Sheet(
        (
            Line(Span("产品信息披露确认书", "head")), Line("港湾路支行", "2026年11月23日"), BLANK,
            simple_table(facts, [(Span("客户", "dim"), name), (Span("风险等级", "dim"), "R3")]),
            Line(Span("主要风险", "head")), Text(long, 1),
            Table(figures, [Group("费用", [*rows], "每日计提", "另有 2 项")]),
            Tick("产品风险已说明。"), Tick(Span("全部费用已披露。", "late")),
            Signature(f"客户：{name}", "日期"), Signature("客户经理：李明", "日期"),
        ),
        "a hint for the terminal",
    )  # fmt: skip
