import pytest

from bartizan.mail.learned.training.examples import Example, from_letters
from bartizan.mail.learned.training.lessons import learn

RAW = (
    b"Received: from collector.test\r\nX-Spam: yes\r\nFrom: Eve <e@evil.test>\r\nSubject: Pay\r\n"
    b"\r\n"
    b"See https://evil.test/a and https://evil.test/a\r\n"
)


def test_a_lesson_holds_what_models_are_fed_and_no_trace_of_a_collector():
    (lesson,) = learn([Example(RAW, True, "spam", 0.5)])  # noqa: FBT003
    assert lesson.text == " eve pay see ^ and ^ "
    assert lesson.links == ("https://evil.test/a",)
    assert (lesson.threat, lesson.source, lesson.weight) == (True, "spam", 0.5)
    assert lesson.read == pytest.approx(5 / 12)


def test_what_detectors_find_is_learned_and_a_collectors_stamps_are_not_looked_at():
    stamped = RAW.replace(b"X-Spam: yes", b"X-Mailer: Leaf PHPMailer 2.7")
    both = list(learn([Example(RAW, True, "spam"), Example(stamped, True, "spam")]))  # noqa: FBT003
    assert both[0].findings[0] > 0
    assert both[0].findings.tolist() == both[1].findings.tolist()


def test_letters_of_one_pretext_are_kin():
    kin = {one.kin for one in learn(from_letters(40, 1))}
    assert "" not in kin
    assert len(kin) < 40
