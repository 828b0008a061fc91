"""Sales to clients who went on after a written warning."""

from typing import Any

from cmcli.domain.client import mask_numbers
from cmcli.domain.figures import advice
from cmcli.domain.ref import ref_of
from cmcli.i18n import gettext
from cmcli.queries import figures as load
from cmcli.reports.lists import item_document, listed
from cmcli.reports.section import Drawing, Reading, Section
from cmcli.views.sheet import Block, Column
from cmcli.views.speech import Speaker


def _find(reading: Reading) -> list[advice.Warned]:
    return advice.warned_in(reading.source.once(load.warned), reading.over)


def _blocks(sales: list[advice.Warned], on: Drawing) -> list[Block]:
    rows = [advice.listed(sale) for sale in sales]
    # Why the client went on is read to its end.
    why = Column(gettext("detail"), shrink=True, least=24, wrap=True)
    return listed(gettext("SOLD AFTER A WARNING"), rows, on, detail=why)


def _document(sales: list[advice.Warned], speak: Speaker) -> list[dict[str, Any]]:
    return [_sale(sale, speak) for sale in sales]


def _sale(sale: advice.Warned, speak: Speaker) -> dict[str, Any]:
    """A sale made after a warning: the levels as they were, and why the client went on."""
    check = sale.check
    return item_document(advice.listed(sale), speak) | {
        "product": {"ref": ref_of("product", check.product_id), "code": sale.code,
                    "name": sale.product},
        "regime": check.regime,
        "product_level": check.product_level,
        "client_level": check.client_level,
        "findings": check.findings.split(),
        "reason": mask_numbers(check.reason or "") or None,
        "who": check.who,
    }  # fmt: skip


SECTION = Section("warned", _find, _blocks, _document)
