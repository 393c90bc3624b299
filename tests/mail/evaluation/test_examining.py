import pytest

from bartizan.base.errors import InvalidError
from bartizan.mail.evaluation.examining import examine, labelled
from bartizan.mail.verdict import Disposition


def test_a_folder_is_named_after_itself(folders):
    found = labelled(folders / "bad", is_bad=True)
    assert (found.name, found.is_bad, len(found.sources)) == ("bad", True, 2)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidError, match="nothing to read"):
        labelled(tmp_path / "gone", is_bad=False)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_message_is_judged_in_order(folders, pipeline, workers):
    sources = labelled(folders / "bad", is_bad=True).sources
    form, letter = examine(pipeline, sources, workers, leaks=False)
    assert form.disposition is Disposition.HOLD
    assert form.score > 0.8 > letter.score
    assert form.score >= form.unlearned
    assert (form.year, form.sender, form.subject) == (2024, "it@bad.test", "Sign in")
    assert form.leaked is None


def test_what_fingerprints_would_add_is_told_when_asked(folders, pipeline):
    sources = labelled(folders / "bad", is_bad=True).sources
    form, _ = examine(pipeline, sources, 1, leaks=True)
    assert form.leaked == pytest.approx(form.score)
