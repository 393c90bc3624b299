from bartizan.archive.events import ARCHIVED
from bartizan.jobs.public import matches


def test_a_subscriber_to_the_archive_hears_of_it():
    assert matches("archive.*", ARCHIVED)
    assert matches("archive.message.archived", ARCHIVED)
