from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bartizan.mail.analysis import Analysis, DetectorFigures, Interval
from bartizan.mail.decision_schemas import (
    BulkReport,
    WhatIf,
    analysis_shown,
    outline,
    reported,
    supposition,
)
from bartizan.mail.public import Disposition, Verdict


def test_reports_are_answered_one_by_one():
    found = reported({"a": True, "b": False}).results
    assert [(one.id, one.outcome) for one in found] == [("a", "recorded"), ("b", "not_found")]


@pytest.mark.parametrize(
    "body",
    [
        {"ids": [], "verdict": "phish"},
        {"ids": ["x"], "verdict": "phish"},
        {"ids": ["0" * 36] * 201, "verdict": "phish"},
        {"ids": ["0" * 36], "verdict": "released"},
        {"ids": ["0" * 36], "verdict": "ham", "note": "x" * 1001},
    ],
)
def test_reports_are_bounded(body):
    with pytest.raises(ValidationError):
        BulkReport.model_validate(body)


@pytest.mark.parametrize(
    "asked",
    [
        {"thresholds": {"tag_at": 80, "hold_at": 20}},
        {"without": [""]},
        {"deny": ["a b"]},
        {"with": ["x"]},
    ],
)
def test_rules_that_cannot_be_are_refused(asked):
    with pytest.raises(ValidationError):
        WhatIf.model_validate(asked)


def test_what_is_asked_is_read():
    asked = WhatIf.model_validate({"thresholds": {"tag_at": 10}, "without": ["a", "a"]})
    found = supposition(asked)
    assert (found.thresholds.tag_at, found.without) == (10, frozenset({"a"}))


def test_a_verdict_is_outlined():
    verdict = Verdict(
        score=7, disposition=Disposition.TAG, policy="default", reasons=(), defects=(),
        authentication=None, milliseconds=1, suspected=9,
    )  # fmt: skip
    assert (outline(verdict).score, outline(verdict).suspected) == (7, 9)


def test_a_detector_that_is_gone_is_told_by_its_id():
    gone = DetectorFigures("gone", 3, 1, 0, 1.0, Interval(0.2, 1.0))
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    found = Analysis(moment, 3, 1, 0.33, 1, 0, 0, 0, 1.0, None, detectors=(gone,))
    [shown] = analysis_shown(found, {}).detectors
    assert (shown.title, shown.description, shown.fired) == ("gone", "", 3)
