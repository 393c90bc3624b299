import pytest

from bartizan.mail.detectors._wallets import find_wallet, is_wallet


@pytest.mark.parametrize(
    "word",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "4" + "A" * 94,
    ],
)
def test_addresses_of_digital_money(word):
    assert is_wallet(word)
    assert find_wallet(f"Send it to {word}.") == word


@pytest.mark.parametrize(
    "word",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "3zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
        "0x5290840009852788",
        "",
    ],
)
def test_words_that_only_look_alike(word):
    assert not is_wallet(word)
    assert find_wallet(f"Order {word}.") is None


def test_a_text_of_nothing_but_candidates_is_soon_given_up():
    assert find_wallet("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb " * 100_000) is None
