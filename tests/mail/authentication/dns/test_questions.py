from bartizan.mail.authentication.dns.questions import (
    Answer,
    Outcome,
    Question,
    RecordType,
    ask,
    ask_all,
)


def finish(evaluation, answers=None):
    try:
        questions = next(evaluation) if answers is None else evaluation.send(answers)
    except StopIteration as stop:
        return stop.value
    return questions


def test_one_question_and_its_answer():
    evaluation = ask("Example.COM.", RecordType.TXT)
    assert finish(evaluation) == (Question("example.com", RecordType.TXT),)
    answer = Answer(Outcome.FOUND, ("x",))
    assert finish(evaluation, (answer,)) == answer


def test_a_name_that_dns_cannot_carry_does_not_exist_and_is_not_asked():
    assert finish(ask("a..example", RecordType.A)) == Answer(Outcome.NO_NAME)


def test_answers_come_in_the_order_of_the_questions_and_doubles_are_asked_once():
    evaluation = ask_all(
        [("a.example", RecordType.A), ("b..", RecordType.A), ("A.example", RecordType.A)]
    )
    assert finish(evaluation) == (Question("a.example", RecordType.A),)
    found = Answer(Outcome.FOUND, ("192.0.2.1",))
    assert finish(evaluation, (found,)) == (found, Answer(Outcome.NO_NAME), found)


def test_void_and_unknown_are_different():
    assert Answer(Outcome.NO_DATA).void
    assert Answer(Outcome.NO_NAME).void
    assert not Answer(Outcome.TIMEOUT).void
    for outcome in (Outcome.TIMEOUT, Outcome.FAILURE, Outcome.UNASKED):
        assert Answer(outcome).unknown
        assert Answer(outcome).why.startswith("DNS ")
    assert not Answer(Outcome.FOUND).unknown
    assert Answer(Outcome.FOUND).why == "DNS answered"
