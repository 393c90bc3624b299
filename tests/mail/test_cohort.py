from bartizan.base.clock import ManualClock
from bartizan.mail.cohort import Case, advance, learning_more, settle
from bartizan.mail.evidence import Opinion, Organisation, Signature
from bartizan.mail.gathering import STAGES, begin, gather

RAW = (
    b"From: Ada <ada@a.test>\r\nSubject: Your password\r\nContent-Type: text/html\r\n\r\n"
    b"<p>Verify your password at <a href='https://b.test/'>PayPal</a></p>\r\n"
)


def case(raw=RAW):
    return Case(begin(raw, None, None, Organisation()))


def test_each_step_is_done_for_all_before_the_next():
    cases, done = [case(), case(b"Subject: 2\r\n\r\n")], []
    steps = [lambda one, name=name: done.append((name, one.facts.subject)) for name in "ab"]
    advance(cases, steps, ManualClock())
    assert done == [
        ("a", "Your password"), ("a", "2"), ("b", "Your password"), ("b", "2"),
    ]  # fmt: skip


def test_each_case_is_charged_the_time_that_it_took():
    clock, slow, quick = ManualClock(), case(), case()

    def step(one):
        clock.advance(2 if one is slow else 0.5)

    advance([slow, quick], [step, step], clock)
    assert (slow.seconds, quick.seconds) == (4, 1)


def test_the_stages_of_a_cohort_gather_what_one_message_alone_shows():
    cases = [case(), case(b"\r\n"), case()]
    advance(cases, map(learning_more, STAGES), ManualClock())
    alone = gather(RAW, None, None, Organisation())
    for one in (cases[0], cases[2]):
        assert (one.facts.links, one.facts.text) == (alone.links, alone.text)
        assert one.facts.phrases == alone.phrases != ()
        assert one.facts.mentions == alone.mentions != ()


def test_what_models_and_signatures_say_becomes_known_to_detectors():
    one = case()
    one.signatures = (Signature("yara", "odd", "part:0"),)
    one.opinions["text"] = Opinion(0.5)
    settle(one)
    assert one.facts.signatures[0].name == "odd"
    assert one.facts.opinions["text"].probability == 0.5
