from datetime import datetime
from typing import Any

import pytest

from cmcli.domain import feedback as rules
from cmcli.domain import survey
from cmcli.domain.cadence import KeyClient
from cmcli.domain.change import Insert, Update
from cmcli.domain.client import ClientTag
from cmcli.domain.feedback import RECOMMEND, SATISFACTION, Feedback, FeedbackFile
from cmcli.domain.figures import satisfaction as figures
from cmcli.domain.measure import FOLDS, span
from cmcli.domain.period import parse_period
from cmcli.domain.survey import Policy, Resolved
from cmcli.errors import Refused, Usage
from tests.builders import NOW, TAG, at, request
from tests.domain.test_action import action

DONE = at("2026-11-22 15:00")


def feedback(**given: Any) -> Feedback:
    usual: dict[str, Any] = {
        "id": 3, "client_id": 1, "at": at("2026-11-20 09:00"), "satisfaction": None,
        "recommend": None, "theme": None, "text": None, "interaction_id": None,
        "request_id": None, "told_at": None, "created_at": at("2026-11-20 09:00"),
    }  # fmt: skip
    return Feedback(**{**usual, **given})


@pytest.mark.parametrize(("text", "scale"), [("1", SATISFACTION), ("5", SATISFACTION),
                                             ("0", RECOMMEND), ("10", RECOMMEND)])  # fmt: skip
def test_a_score_of_its_scale(text: str, scale: tuple[int, int]) -> None:
    assert rules.score(text, scale) == int(text)


@pytest.mark.parametrize("text", ["0", "6", "-1", "4.5", "four", "", " ", "1" * 5000])
def test_no_other_satisfaction_is_taken(text: str) -> None:
    with pytest.raises(Usage):
        rules.score(text, SATISFACTION)


def test_a_feedback_holds_a_score_or_words() -> None:
    for given in ({"satisfaction": 4}, {"recommend": 0}, {"text": "很快"}):
        assert rules.given(feedback(**given)) == [Insert(feedback(**given))]
    with pytest.raises(Usage):
        rules.given(feedback(theme="等候"))
    with pytest.raises(Usage):
        rules.corrected(feedback(satisfaction=4), satisfaction=None)
    assert rules.corrected(feedback(satisfaction=4, text="好"), satisfaction=None)


def test_a_feedback_goes_from_heard_to_told() -> None:
    assert FeedbackFile(feedback()).state == "heard"
    assert FeedbackFile(feedback(), (action(), action(done_at=DONE))).state == "acting"
    assert FeedbackFile(feedback(), (action(done_at=DONE),)).state == "acted"
    assert FeedbackFile(feedback(told_at=NOW), (action(done_at=DONE),)).state == "told"


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({"satisfaction": 5}, False),
        ({"satisfaction": 4, "recommend": 7}, False),
        ({"satisfaction": 3}, True),
        ({"recommend": 6}, True),
        ({"satisfaction": 5, "text": "窗口少"}, True),
        ({"satisfaction": 1, "told_at": NOW}, False),
    ],
)
def test_open_is_what_still_wants_an_answer(given: dict[str, Any], is_open: bool) -> None:
    assert FeedbackFile(feedback(**given)).is_open is is_open


def test_the_client_is_told_once_and_when_all_is_done() -> None:
    done = FeedbackFile(feedback(), (action(done_at=DONE),))
    assert rules.told(done, NOW) == [Update("feedback", 3, {"told_at": NOW})]
    assert rules.told(FeedbackFile(feedback()), NOW)
    with pytest.raises(Refused) as error:
        rules.told(FeedbackFile(feedback(), (action(id=7), action(done_at=DONE))), NOW)
    assert "a7" in str(error.value)
    with pytest.raises(Refused):
        rules.told(FeedbackFile(feedback(told_at=NOW)), NOW)
    with pytest.raises(Usage):
        rules.told(done, at("2026-11-19 09:00"))


def test_a_new_action_opens_the_loop_again() -> None:
    file = FeedbackFile(feedback(told_at=DONE), (action(done_at=DONE),))
    assert Update("feedback", 3, {"told_at": None}) in rules.acted(file, action(id=-1), NOW)


def test_a_feedback_with_actions_is_not_removed() -> None:
    assert rules.removable(FeedbackFile(feedback())) == feedback()
    with pytest.raises(Refused):
        rules.removable(FeedbackFile(feedback(), (action(),)))


def test_who_is_to_be_told_stands_on_the_agenda_until_told() -> None:
    files = [
        FeedbackFile(feedback(id=1), (action(done_at=DONE),)),
        FeedbackFile(feedback(id=2), (action(),)),
        FeedbackFile(feedback(id=3)),
        FeedbackFile(feedback(id=4, told_at=NOW), (action(done_at=DONE),)),
    ]
    items = list(rules.agenda([(file, TAG) for file in files], NOW))
    assert [item.ref for item in items] == ["f1"]
    assert (items[0].kind, items[0].section, items[0].due, items[0].state) == (
        "feedback", "service", None, "open",
    )  # fmt: skip
    assert "cm feedback told f1" in str(items[0].why)


def unanswered(*given: Feedback, policy: rules.Policy | None = None) -> list[str]:
    files = [(FeedbackFile(one), TAG) for one in given]
    return [item.ref for item in rules.unanswered(files, NOW, policy or rules.Policy())]


def test_words_and_low_scores_wait_for_an_answer_for_fourteen_days() -> None:
    first, too_old = at("2026-11-09 10:00:01"), at("2026-11-09 10:00")
    found = [
        feedback(id=1, text="窗口少"),
        feedback(id=2, satisfaction=3, at=first),
        feedback(id=3, satisfaction=3, at=too_old),
        feedback(id=4, satisfaction=4, recommend=7),
        feedback(id=5, text="已回", told_at=NOW),
        feedback(id=6, recommend=6, at=NOW),
        feedback(id=7, text="later", at=at("2026-11-23 10:00:01")),
    ]
    assert unanswered(*found) == ["f2", "f1", "f6"]
    assert unanswered(*found, policy=rules.Policy(share=1)) == ["f2"]
    assert unanswered(*found, policy=rules.Policy(days=3)) == ["f6"]
    assert unanswered(*found, policy=rules.Policy(days=0)) == []


def test_an_opinion_on_which_something_is_planned_waits_no_more() -> None:
    for planned in (action(), action(done_at=DONE)):
        file = FeedbackFile(feedback(text="窗口少"), (planned,))
        assert list(rules.unanswered([(file, TAG)], NOW, rules.Policy())) == []


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"text": "窗口少", "satisfaction": 1}, "answer: 窗口少"),
        ({"satisfaction": 2, "recommend": 3}, "satisfaction 2 of 5: ask why"),
        ({"satisfaction": 4, "recommend": 3}, "recommends 3 of 10: ask why"),
    ],
)
def test_the_line_says_what_to_answer(given: dict[str, Any], title: str) -> None:
    files = [(FeedbackFile(feedback(**given)), TAG)]
    (line,) = rules.unanswered(files, NOW, rules.Policy())
    assert (str(line.title), line.kind, line.section, line.due) == (
        title, "feedback", "service", None,
    )  # fmt: skip
    assert "cm feedback act f3" in str(line.why)


# Asking


def tag(number: int) -> ClientTag:
    return ClientTag(number, f"客户{number}", "key")


def resolved(
    number: int, when: str, heard: str | None = None, client: int | None = None
) -> Resolved:
    asked = request(at("2026-10-01 09:00"), id=number, status="resolved", resolved_at=at(when))
    return Resolved(asked, tag(client or number), at(heard) if heard else None)


def met(
    number: int, when: str | None, asked: str | None = None
) -> tuple[KeyClient, datetime | None]:
    key = KeyClient(tag(number), at(f"2026-01-{number:02} 09:00"), at(when) if when else None)
    return key, at(asked) if asked else None


def asked(requests: list[Resolved], keys: list[Any], policy: Policy | None = None) -> list[str]:
    return [item.ref for item in survey.agenda(requests, keys, NOW, policy or Policy())]


def test_after_a_request_satisfaction_is_asked_for_fourteen_days() -> None:
    found = [resolved(1, "2026-11-22 10:00"), resolved(2, "2026-11-09 10:00"),
             resolved(3, "2026-11-09 09:59")]  # fmt: skip
    assert asked(found, []) == ["r2", "r1"]
    assert asked(found, [], Policy(ask_days=1)) == ["r1"]


def test_a_feedback_since_the_request_is_the_answer() -> None:
    before = resolved(1, "2026-11-22 10:00", heard="2026-11-22 09:59")
    after = resolved(2, "2026-11-22 10:00", heard="2026-11-22 10:00")
    assert asked([before, after], []) == ["r1"]


def test_a_client_is_asked_once_about_the_latest_request() -> None:
    found = [resolved(1, "2026-11-20 10:00", client=9), resolved(2, "2026-11-22 10:00", client=9)]
    assert asked(found, []) == ["r2"]


def test_key_clients_met_and_not_asked_this_quarter_the_longest_first() -> None:
    keys = [
        met(1, "2026-11-20 10:00", "2026-10-01 00:00"),
        met(2, "2026-11-20 10:00", "2026-09-30 23:59"),
        met(3, "2026-11-20 10:00", "2026-03-01 10:00"),
        met(4, "2026-11-20 10:00"),
        met(5, "2026-09-30 10:00"),
        met(6, None),
    ]
    assert asked([], keys) == ["c4", "c3"]
    assert asked([], keys, Policy(share=3)) == ["c4", "c3", "c2"]
    assert asked([], keys, Policy(share=1)) == ["c4"]
    assert asked([], keys, Policy(share=0)) == []


def test_a_client_asked_about_a_request_is_not_asked_twice() -> None:
    assert asked([resolved(1, "2026-11-22 10:00")], [met(1, "2026-11-22 10:00")]) == ["r1"]


def test_a_survey_has_no_date_and_says_why() -> None:
    items = list(survey.agenda([resolved(1, "2026-11-22 10:00")], [met(2, "2026-11-20 10:00")],
                               NOW, Policy()))  # fmt: skip
    assert {(i.kind, i.section, i.due, i.state) for i in items} == {
        ("survey", "service", None, "open")
    }
    assert "--request r1" in str(items[0].why)
    assert "feedback.share" in str(items[1].why)


# Themes and figures


def test_themes_beside_the_period_before() -> None:
    now = [
        FeedbackFile(feedback(theme="Fees", satisfaction=2), (action(done_at=DONE),)),
        FeedbackFile(feedback(theme="fees", satisfaction=5), (action(),)),
        FeedbackFile(feedback(satisfaction=3)),
    ]
    before = [FeedbackFile(feedback(theme="等候", text="久"))]
    found = rules.themes(now, before)
    assert [theme.name for theme in found] == ["Fees", "等候", None]
    assert found[0].now == rules.Summary(2, 3.5, 0.5)
    assert found[0].before == rules.Summary(0, None, None)
    assert found[1].before == rules.Summary(1, None, 0.0)
    assert found[2].now == rules.Summary(1, 3.0, None)


def test_figures_are_folded_from_the_answers_of_the_period() -> None:
    over = span(parse_period("2026-11", NOW.date()), NOW)
    days = ["2026-10-31 23:59", "2026-11-01 00:00", "2026-11-10 09:00", "2026-11-12 09:00"]
    scores = [(5, 10), (5, 9), (4, 6), (2, 8)]
    found = [
        (FeedbackFile(feedback(at=at(day), satisfaction=s, recommend=r)), TAG)
        for day, (s, r) in zip(days, scores, strict=True)
    ]
    found += [(FeedbackFile(feedback(at=at("2026-11-13 09:00"), text="好")), TAG)]
    rows = {name: getattr(figures, name)(found, over).rows for name in
            ("csat", "mean", "nps", "responses", "acted")}  # fmt: skip
    assert FOLDS["share"](rows["csat"]) == pytest.approx(2 / 3)
    assert FOLDS["mean"](rows["mean"]) == pytest.approx(11 / 3)
    assert [row.value for row in rows["nps"]] == [100, -100, 0]
    assert FOLDS["sum"](rows["responses"]) == 3
    assert [row.value for row in rows["acted"]] == [0]


def test_an_opinion_has_words_a_theme_or_an_action() -> None:
    assert not rules.is_opinion(FeedbackFile(feedback(satisfaction=2)))
    assert rules.is_opinion(FeedbackFile(feedback(satisfaction=2), (action(),)))
    assert rules.is_opinion(FeedbackFile(feedback(satisfaction=2, theme="等候")))
