import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.evaluation.examining import examine, labelled
from bartizan.mail.evaluation.report import Judged, evaluation, precision
from bartizan.mail.evaluation.statistics import Rate
from bartizan.mail.evidence import Organisation
from bartizan.mail.learned.panel import Panel
from bartizan.mail.pipeline import Judges, Pipeline
from bartizan.mail.policies import PolicySettings


@pytest.fixture
def found(folders, pipeline):
    judged = []
    for name in ("bad", "good"):
        outcomes = examine(pipeline, labelled(folders / name, is_bad=False).sources, 1, leaks=True)
        judged.append(Judged(name, name == "bad", tuple(outcomes)))
    return evaluation(judged)


def test_folders_are_counted_with_and_without_near_duplicates(found):
    bad, good = found.sets
    assert (bad.messages, bad.clusters, bad.held.hits) == (2, 2, 1)
    assert (good.messages, good.clusters, good.held.hits) == (2, 1, 0)
    assert good.by_year[2024].total == 2


def test_recall_is_told_at_each_rate_for_each_way_to_score(found):
    assert [one.name for one in found.scores] == [
        "default", "findings only added up", "detectors alone", "fingerprints left in",
    ]  # fmt: skip
    point = found.scores[0].points[0]
    assert (point.ham, point.rate, point.false_alarms.hits) == ("good", 0.001, 0)
    assert (point.recall["bad"].hits, point.recall["bad"].total) == (1, 2)
    assert point.others == {}


def test_a_sum_that_nothing_tempers_is_not_told_twice(folders):
    untempered = Pipeline(
        Organisation(), PolicySettings(), None, SystemClock(), judges=Judges(panel=Panel({}))
    )
    outcomes = tuple(
        examine(untempered, labelled(folders / "bad", is_bad=True).sources, 1, leaks=False)
    )
    told = evaluation([Judged("bad", True, outcomes)])  # noqa: FBT003
    assert [one.name for one in told.scores] == ["default", "detectors alone"]
    assert all(one.summed == one.score for one in outcomes)


def test_detectors_and_the_worst_errors_are_named(found):
    form = next(one for one in found.detectors if one.id == "credential_form")
    assert form.hits == {"bad": 1, "good": 0}
    assert [one.folder for one in found.missed] == ["bad", "bad"]
    assert found.missed[0].score <= found.missed[1].score
    assert found.milliseconds["slowest"] >= found.milliseconds["median"] > 0


def test_precision_supposes_equal_odds_and_doubts_small_numbers():
    assert precision(Rate(100, 998), Rate(0, 998)) == pytest.approx(101 / 102)
    assert precision(Rate(0, 10), Rate(0, 10)) == 0.5
