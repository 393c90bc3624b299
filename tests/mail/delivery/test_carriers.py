from bartizan.base.clock import SystemClock
from bartizan.mail.delivery.carriers import Carriers
from bartizan.mail.delivery.maildir import Maildir
from bartizan.mail.delivery.next_hop import Addressed, NextHops, Transmission
from bartizan.mail.delivery.outcome import Fate
from bartizan.mail.delivery.routing import Hop
from bartizan.mail.settings import DeliverySettings

MESSAGE = Transmission(b"Subject: x\r\n\r\nHi\r\n", "", (Addressed("one@home.test"),))


async def test_each_destination_has_its_carrier(tmp_path, free_port):
    carriers = Carriers(NextHops(DeliverySettings(), "mx.test", SystemClock()))
    (filed,) = await carriers.send(Maildir(tmp_path), MESSAGE)
    (away,) = await carriers.send(Hop("127.0.0.1", free_port), MESSAGE)
    await carriers.close()
    assert (filed.fate, away.fate) == (Fate.DELIVERED, Fate.DEFERRED)
    assert "does not answer" in away.response
