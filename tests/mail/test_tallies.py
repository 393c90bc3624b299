from datetime import UTC, datetime

from bartizan.mail import tallies
from bartizan.mail.models import Label
from bartizan.mail.tallies import Redecided, day_of, start_of
from bartizan.mail.verdict import Disposition, Severity, Suspicion, Verdict

AT = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)


def judged(disposition=Disposition.HOLD, *detectors, severity=Severity.LOW):
    reasons = tuple(
        Suspicion(
            id=one, title="X", severity=severity, weight=0.5, sentence=".",
            tags=("tactic:bec", "attack:T1566"),
        )
        for one in detectors
    )  # fmt: skip
    return Verdict(
        score=50, disposition=disposition, policy="default", reasons=reasons, defects=(),
        authentication=None, milliseconds=1,
    )  # fmt: skip


async def figures(database):
    async with database.reading() as connection:
        rows = await tallies.since(connection, 0)
    return {(row["kind"], row["name"]): (row["messages"], row["bad"], row["good"]) for row in rows}


async def test_a_verdict_counts_its_disposition_detectors_and_tactics_once(database):
    async with database.transaction() as connection:
        both = [(AT, judged(Disposition.HOLD, "a", "b")), (AT, judged(Disposition.DELIVER, "a"))]
        await tallies.count_verdicts(connection, both)
        await tallies.count_verdicts(connection, [(AT, judged(Disposition.HOLD, "a"))])
        await tallies.count_verdicts(connection, [])
    assert await figures(database) == {
        ("disposition", "hold"): (2, 0, 0),
        ("disposition", "deliver"): (1, 0, 0),
        ("detector", "a"): (3, 0, 0),
        ("detector", "b"): (1, 0, 0),
        ("tactic", "bec"): (3, 0, 0),
    }


async def test_a_decision_that_is_changed_is_moved(database):
    verdict = judged(Disposition.HOLD, "a")
    steps = [
        (None, Label.RELEASED, (0, 1)),
        (Label.RELEASED, Label.PHISH, (1, 0)),
        (Label.PHISH, Label.SPAM, (1, 0)),
        (Label.SPAM, Label.HAM, (0, 1)),
    ]
    async with database.transaction() as connection:
        await tallies.count_verdicts(connection, [(AT, verdict)])
    for before, after, expected in steps:
        async with database.transaction() as connection:
            await tallies.count_decisions(connection, [Redecided(AT, verdict, before, after)])
        found = await figures(database)
        assert set(found.values()) == {(1, *expected)}


def test_days_are_utc():
    assert start_of(day_of(AT)) == datetime(2026, 3, 1, tzinfo=UTC)


async def test_what_is_only_worth_knowing_shows_no_tactic(database):
    async with database.transaction() as connection:
        quiet = judged(Disposition.DELIVER, "a", severity=Severity.INFO)
        await tallies.count_verdicts(connection, [(AT, quiet)])
    assert set(await figures(database)) == {("disposition", "deliver"), ("detector", "a")}
