from prometheus_client import REGISTRY

from bartizan.mail import metrics
from bartizan.mail.public import Disposition


async def test_acceptance_and_judgement_are_counted(world):
    def value(name, **labels):
        return REGISTRY.get_sample_value(name, labels) or 0.0

    before = value("bartizan_mail_accepted_total")
    tagged = value("bartizan_mail_judged_total", disposition="tag")
    await world.received(disposition=Disposition.TAG)
    assert value("bartizan_mail_accepted_total") == before + 1
    assert value("bartizan_mail_judged_total", disposition="tag") == tagged + 1


def test_every_name_begins_alike():
    kinds = [getattr(metrics, name) for name in dir(metrics) if name.isupper()]
    names = [next(iter(kind.collect())).name for kind in kinds]
    assert len(set(names)) == len(names) >= 7
    assert all(name.startswith("bartizan_mail_") for name in names)
