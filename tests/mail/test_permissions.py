import re

from bartizan.mail import permissions
from bartizan.mail.permissions import MailPermission


def test_words_have_three_parts_and_begin_with_mail():
    ours = [permissions.JUDGED, permissions.BOUNCED, permissions.EXPIRED, permissions.DOWNLOADED]
    ours.append(permissions.REPORTED)
    words = [*MailPermission, *ours]
    assert len(set(words)) == len(words)
    assert all(re.fullmatch(r"mail:[a-z]+:[a-z]+", word) for word in words)


def test_our_own_decisions_need_no_permission():
    assert permissions.JUDGED not in set(MailPermission)
