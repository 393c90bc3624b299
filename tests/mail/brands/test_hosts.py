import time

import pytest

from bartizan.mail.brands.hosts import How, imitated


@pytest.mark.parametrize(
    ("host", "brand", "how"),
    [
        ("paypal.com.session.top", "paypal", How.WHOLE_DOMAIN),
        ("www.paypa1.com", "paypal", How.LOOK_ALIKE),
        ("xn--pypal-4ve.com", "paypal", How.LOOK_ALIKE),
        ("rnicrosoft.com", "microsoft", How.LOOK_ALIKE),
        ("mlcrosoft-login.com", "microsoft", How.LOOK_ALIKE),
        ("netflixx.com", "netflix", How.ONE_LETTER),
        ("infobradescopontos.com", None, None),
        ("paypal-support.com", "paypal", How.LURE),
        ("securepaypal.com", "paypal", How.LURE),
        ("bank-of-america.top", "bank-of-america", How.OTHER_ENDING),
        ("netflix.top", "netflix", How.OTHER_ENDING),
        ("netflix-fans.org", "netflix", How.BESIDE),
        ("netflix.helpdesk.test", "netflix", How.BELOW),
        ("netflix.github.io", "netflix", How.BELOW),
        ("netflix.zendesk.com", None, None),
        ("netflix.com", None, None),
        ("paypal.com", None, None),
        ("www.nypost.com", None, None),
        ("example.com", None, None),
        ("192.0.2.1", None, None),
        ("com", None, None),
        ("", None, None),
    ],
)
def test_how_a_host_carries_a_name(host, brand, how):
    found = imitated(host)
    assert (found and found.brand.id, found and found.how) == (brand, how)


def test_hostile_hosts_cost_little():
    hosts = ["a-" * 120 + f"{n}.com" for n in range(50)]
    hosts += [f"{n}" + "paypal." * 33 + "com" for n in range(50)]
    hosts += ["x" * 63 + f".{'y' * 63}.{n}.com" for n in range(50)]
    start = time.process_time()
    for host in hosts:
        imitated(host)
    assert time.process_time() - start < 1
