import numpy as np
import pytest

from bartizan.learning.cards import Card
from bartizan.learning.runtime import Model
from bartizan.mail.learned.sequence_expert import word_row
from bartizan.mail.learned.training import networks
from bartizan.mail.learned.url_letters import letters

TORCH = pytest.mark.peer("torch")
LINKS = [f"https://{word}-login.top/{n}" for n in range(40) for word in ("bank", "mail")]
HONEST = [f"https://docs.example.org/page/{n}" for n in range(80)]
LABELS = np.array([1.0] * 80 + [0.0] * 80, np.float32)
ALIKE = np.ones(160, np.float32)


def asked(content, name, rows):
    return Model(Card("m", "1", "k", 1, ""), content)({name: rows})[0]


@TORCH
def test_the_network_of_links_learns_and_runs():
    rows = np.stack([letters(url) for url in [*LINKS, *HONEST]])
    content = networks.links_to_onnx(networks.train_links(rows, LABELS, ALIKE, 1, rounds=40))
    found = asked(content, "letters", rows)[:, 0]
    assert found[:80].min() > found[80:].max()


@TORCH
def test_the_network_of_words_runs_as_it_was_trained():
    import torch

    texts = [f"pay money now {n}" for n in range(80)] + [f"see you at lunch {n}" for n in range(80)]
    rows = np.stack([word_row(text) for text in texts])
    weights = networks.train_sequence(rows, LABELS, ALIKE, 1, rounds=30)
    found = asked(networks.sequence_to_onnx(weights), "words", rows)[:, 0]
    assert found[:80].min() > found[80:].max()
    lstm = torch.nn.LSTM(32, 48, batch_first=True)
    lstm.load_state_dict(
        {name[5:]: torch.from_numpy(one) for name, one in weights.items() if name[:5] == "lstm."}
    )
    states, _ = lstm(torch.from_numpy(weights["embed.weight"][rows[:1]]))
    logit = states.amax(1).detach().numpy() @ weights["out.weight"].T + weights["out.bias"]
    assert found[0] == pytest.approx(1 / (1 + np.exp(-logit[0, 0])), abs=1e-4)


@TORCH
def test_the_same_seed_trains_the_same_network():
    rows = np.stack([letters(url) for url in [*LINKS, *HONEST]])
    one = networks.links_to_onnx(networks.train_links(rows, LABELS, ALIKE, 1, rounds=1))
    assert one == networks.links_to_onnx(networks.train_links(rows, LABELS, ALIKE, 1, rounds=1))


def test_gates_are_put_into_the_order_of_onnx():
    assert list(networks._gates(np.array([1, 2, 3, 4], np.float32))) == [1, 4, 2, 3]
