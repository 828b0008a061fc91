"""What a rule takes for granted is what the settings say where nobody changed them."""

import pytest

from cmcli.config import Settings
from cmcli.domain import assessment, cadence, deal, feedback, sla, suitability, survey
from cmcli.queries import assessment as assessments
from cmcli.queries import policies

UNCHANGED = Settings({})


@pytest.mark.parametrize(
    ("made", "usual"),
    [
        (policies.sla_policy(UNCHANGED), sla.Policy()),
        (policies.deal_policy(UNCHANGED), deal.Policy()),
        (policies.survey_policy(UNCHANGED), survey.Policy()),
        (policies.opinion_policy(UNCHANGED), feedback.Policy()),
        (assessments.policy(UNCHANGED), assessment.Policy()),
        (policies.suitability_policy(UNCHANGED), suitability.Policy()),
    ],
    ids=lambda policy: type(policy).__module__.rpartition(".")[2],
)
def test_a_policy_has_the_defaults_of_its_settings(made: object, usual: object) -> None:
    assert made == usual


def test_the_contact_is_at_risk_as_early_as_the_settings_say() -> None:
    made = policies.cadence_policy(UNCHANGED)
    assert made.at_risk_days == cadence.Policy(made.is_working).at_risk_days
