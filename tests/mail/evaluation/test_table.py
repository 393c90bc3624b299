from rich.console import Console

from bartizan.mail.evaluation.report import ErrorShown, Evaluation, RateShown
from bartizan.mail.evaluation.table import percent, point_rows, print_evaluation


def test_a_share_comes_with_its_interval():
    rate = RateShown(hits=1, total=2, share=0.5, low=0.095, high=0.905)
    assert percent(rate) == "50.0 % (9.5-90.5)"


def test_hostile_words_cannot_steer_the_terminal(capsys):
    error = ErrorShown(
        path="a.eml", folder="bad", subject="\x1b[2J[red]", sender="", score=0.5, reasons=["why"]
    )
    print_evaluation(
        Console(width=180),
        Evaluation(
            sets=[], scores=[], detectors=[], missed=[error], stopped=[], defects={},
            milliseconds={"median": 1.5},
        ),
    )  # fmt: skip
    out = capsys.readouterr().out
    assert "\x1b[2J" not in out
    assert "[red]" in out
    assert "median 1.5 ms" in out


def test_a_row_tells_a_threshold_and_what_it_does():
    rate = RateShown(hits=1, total=2, share=0.5, low=0.1, high=0.9)
    point = {
        "ham": "good", "rate": 0.001, "threshold": 0.25, "false_alarms": rate,
        "recall": {"bad": rate}, "recall_of_clusters": {"bad": rate}, "others": {"older": rate},
    }  # fmt: skip
    found = Evaluation.model_validate(
        {
            "sets": [], "detectors": [], "missed": [], "stopped": [], "defects": {},
            "milliseconds": {},
            "scores": [
                {
                    "name": "default", "brier": 0.1, "points": [point],
                    "curves": {"good": [], "older": []},
                }
            ],
        }
    )  # fmt: skip
    head, rows = point_rows(found.scores[0])
    assert head == ("at most", "of", "threshold", "bad", "bad, distinct", "good", "older")
    assert rows == [("0.1 %", "good", "25.00", "50.0 % (10.0-90.0)", "50.0 %", "50.0 %", "50.0 %")]
