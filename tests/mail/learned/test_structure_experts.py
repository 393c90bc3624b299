import numpy as np
import pytest

from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.structure import vector
from bartizan.mail.learned.structure_experts import AnomalyExpert, StructureExpert

ODD = gather(
    b"From: x@b.test\r\nReply-To: y@gmail.com\r\nSubject: A\r\n\r\nSee http://192.0.2.1/a\r\n",
    None, None, Organisation(),
)  # fmt: skip


def answering(*outputs):
    def model(inputs):
        assert inputs["numbers"].shape == (1, len(vector(ODD)))
        return [np.array(one, np.float32) for one in outputs]

    return model


def test_the_votes_for_a_threat_are_the_opinion_and_what_can_be_checked_the_reasons():
    opinion = StructureExpert(answering([1], [[0.2, 0.8]]))(ODD)
    assert opinion.probability == pytest.approx(0.8)
    assert opinion.reasons == (
        "links to numbers", "links without encryption", "digits in hosts",
    )  # fmt: skip


def test_where_the_forest_shrugs_there_is_nothing_to_explain():
    assert StructureExpert(answering([0], [[0.8, 0.2]]))(ODD).reasons == ()


def test_the_further_from_honest_mail_the_higher():
    usual = AnomalyExpert(answering([1], [[0.1]]))(ODD)
    unusual = AnomalyExpert(answering([-1], [[-0.2]]))(ODD)
    assert (usual.probability, unusual.probability) == (pytest.approx(0.4), pytest.approx(0.7))
