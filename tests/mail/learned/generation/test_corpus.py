from collections import Counter

from bartizan.mail.learned.generation.corpus import LANGUAGES, generate


def test_the_same_seed_writes_the_same_mail():
    assert list(generate(40, 3)) == list(generate(40, 3))
    assert list(generate(40, 3)) != list(generate(40, 4))


def test_half_are_threats_in_every_language():
    made = list(generate(600, 1))
    assert sum(one.threat for one in made) == 300
    assert {one.language for one in made} == set(LANGUAGES)


def test_letters_rarely_repeat():
    made = Counter(one.raw for one in generate(500, 2))
    assert made.most_common(1)[0][1] == 1
