from random import Random

from bartizan.forensics.urls import read_url
from bartizan.mail.learned.generation.links import honest_link, threat_link, word


def test_every_link_can_be_followed():
    for seed in range(300):
        assert read_url(honest_link("shop.example", Random(seed))) is not None
        assert read_url(threat_link("shop.example", Random(seed))) is not None


def test_honest_links_lead_to_the_sender_or_a_service():
    hosts = {read_url(honest_link("shop.example", Random(seed))).host for seed in range(200)}
    assert any(host.endswith("shop.example") for host in hosts)
    assert any(not host.endswith("shop.example") for host in hosts)


def test_threats_never_lead_to_whom_they_claim_to_be():
    hosts = {read_url(threat_link("shop.example", Random(seed))).host for seed in range(200)}
    assert not [host for host in hosts if host.endswith("shop.example")]
    assert len(hosts) > 100


def test_words_can_be_spoken():
    assert all(word(Random(seed)).isalpha() for seed in range(50))
