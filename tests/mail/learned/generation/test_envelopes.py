from random import Random

from bartizan.forensics.dates import parse_date
from bartizan.mail.evidence import Organisation
from bartizan.mail.gathering import gather
from bartizan.mail.learned.generation.envelopes import envelope
from bartizan.mail.learned.generation.grammar import pretexts
from bartizan.mail.learned.generation.letters import write


def test_every_pretext_becomes_a_sound_message():
    for seed, pretext in enumerate(pretexts()):
        letter = write(pretext, Random(seed))
        facts = gather(envelope(letter, Random(seed)), None, None, Organisation())
        assert facts.sender is not None
        assert facts.subject
        assert facts.message.every_defect() == ()
        assert parse_date(facts.message.header("date")).year in (2024, 2025)


def test_plain_letters_pages_and_both_are_made():
    letter = write(next(one for one in pretexts() if one.name == "receipt"), Random(1))
    made = [envelope(letter, Random(seed)) for seed in range(60)]
    kinds = {gather(raw, None, None, Organisation()).message.root.content_type for raw in made}
    assert kinds == {"text/plain", "text/html", "multipart/alternative"}


def test_some_threats_hide_their_letters_and_no_honest_letter_does():
    for threat in (True, False):
        pretext = next(one for one in pretexts() if one.threat == threat and one.language == "en")
        subjects = [
            gather(
                envelope(write(pretext, Random(3)), Random(seed)), None, None, Organisation()
            ).subject
            for seed in range(150)
        ]
        assert any(not subject.isascii() for subject in subjects) == threat
