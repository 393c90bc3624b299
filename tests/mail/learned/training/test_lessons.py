from bartizan.mail.learned.training.examples import Example
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
