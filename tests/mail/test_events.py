from bartizan.mail import events


def test_topics_are_of_mail_messages():
    topics = [
        events.ACCEPTED, events.JUDGED, events.HELD, events.DELIVERED, events.BOUNCED,
        events.RELEASED, events.DELETED,
    ]  # fmt: skip
    assert len(set(topics)) == 7
    assert all(topic.startswith("mail.message.") for topic in topics)
