import numpy as np
import pytest

from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.link_expert import LinkExpert, worst

RAW = b"From: a@b.test\r\n\r\nhttps://good.test/ and https://bad.test/ and https://good.test/\r\n"


def test_the_worst_link_is_the_opinion():
    def model(inputs):
        assert inputs["letters"].shape[0] == 2
        return [np.array([[0.1], [0.9]], np.float32)]

    opinion = LinkExpert(model)(gather(RAW, None, None, Organisation()))
    assert opinion.probability == pytest.approx(0.9)
    assert opinion.reasons == ("https://bad.test/", "https://good.test/")


def test_a_message_without_links_is_not_asked_about():
    opinion = LinkExpert(lambda _: pytest.fail("asked"))(
        gather(b"From: a@b.test\r\n\r\nHi\r\n", None, None, Organisation())
    )
    assert opinion.probability == 0


def test_equals_are_kept_apart():
    assert worst(["a", "b", "c"], [0.5, 0.5, 0.5]).reasons == ("c", "b")
