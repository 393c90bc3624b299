from bartizan.mail.delivery.outcome import Fate, Outcome, refused, summary, unreachable


def test_only_five_hundreds_are_for_good():
    assert refused(550, "5.1.1 no such user", "mx").fate is Fate.BOUNCED
    assert refused(450, "4.2.1 greylisted", "mx").fate is Fate.DEFERRED
    assert refused(421, "closing", "mx").response == "421 closing"


def test_nobody_answering_is_never_for_good():
    assert unreachable("nobody").fate is Fate.DEFERRED
    assert unreachable("nobody").certain
    assert not unreachable("lost", certain=False).certain


def test_replies_are_bounded():
    assert len(refused(550, "x" * 10_000, "mx").response) == 500


def test_a_try_has_one_word():
    delivered, bounced = Outcome(Fate.DELIVERED, "250"), Outcome(Fate.BOUNCED, "550")
    assert summary([delivered, delivered]) == "delivered"
    assert summary([delivered, bounced]) == "mixed"
