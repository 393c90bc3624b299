from bartizan.mail.evaluation.page import page
from bartizan.mail.evaluation.report import ErrorShown, Evaluation, ScoreShown

HOSTILE = "<script>alert(1)</script>"


def test_the_page_shows_curves_and_runs_nothing_of_a_message():
    error = ErrorShown(
        path="a.eml", folder="bad", subject=HOSTILE, sender="", score=0.5, reasons=[HOSTILE]
    )
    curve = ScoreShown(
        name="default", brier=0.125, points=[], curves={"good": [(0.0, 0.4), (1.0, 1.0)]}
    )  # fmt: skip
    text = page(
        Evaluation(
            sets=[], scores=[curve], detectors=[], missed=[error], stopped=[], defects={},
            milliseconds={},
        )
    )  # fmt: skip
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "default-src 'none'" in text
    assert "<path d=" in text
    assert "0.125" in text
    assert ">good</text>" in text
