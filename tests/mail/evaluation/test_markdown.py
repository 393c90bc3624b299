from bartizan.mail.detecting import shipped_detectors
from bartizan.mail.evaluation.markdown import detectors_page
from bartizan.mail.evaluation.report import DetectorShown, Evaluation


def test_every_detector_has_its_row_measured_or_not():
    form = DetectorShown(id="credential_form", hits={}, precision=0.9876)
    found = Evaluation(
        sets=[], scores=[], detectors=[form], missed=[], stopped=[], defects={}, milliseconds={}
    )
    text = detectors_page(found, shipped_detectors())
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert len(rows) == len(shipped_detectors())
    assert any("`credential_form`" in row and "0.988" in row for row in rows)
