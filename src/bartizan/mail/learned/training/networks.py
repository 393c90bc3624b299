"""Trains the two networks, and writes them as ONNX node by node.

Links are read by a convolution over characters (Y. Kim, 2014), texts by a long short-term memory
(S. Hochreiter and J. Schmidhuber, 1997). Both are small: they run on one thread, on every message.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from bartizan.mail.learned.sequence_expert import WORDS
from bartizan.mail.learned.url_letters import SYMBOLS

_BATCH, _RATE = 256, 2e-3
_EMBEDDED, _FILTERS, _REACH = 16, 64, 5
_WORD, _MEMORY = 32, 48
_OPSET = 17

Rows = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Weights = Mapping[str, Floats]


def train_links(rows: Rows, labels: Floats, weights: Floats, seed: int, rounds: int = 3) -> Weights:
    """Return the weights of a network over the characters of links."""
    from torch import nn  # noqa: PLC0415 - only training needs it

    parts = {
        "embed": nn.Embedding(SYMBOLS, _EMBEDDED),
        "conv": nn.Conv1d(_EMBEDDED, _FILTERS, _REACH, padding=_REACH // 2),
        "out": nn.Linear(_FILTERS, 1),
    }

    def logits(batch: Any) -> Any:
        seen = parts["conv"](parts["embed"](batch).transpose(1, 2)).relu()
        return parts["out"](seen.amax(2))

    return _fit(parts, logits, (rows, labels, weights), seed, rounds)


def train_sequence(
    rows: Rows, labels: Floats, weights: Floats, seed: int, rounds: int = 3
) -> Weights:
    """Return the weights of a network over the words of texts."""
    from torch import nn  # noqa: PLC0415 - only training needs it

    parts = {
        "embed": nn.Embedding(WORDS, _WORD),
        "lstm": nn.LSTM(_WORD, _MEMORY, batch_first=True),
        "out": nn.Linear(_MEMORY, 1),
    }

    def logits(batch: Any) -> Any:
        states, _ = parts["lstm"](parts["embed"](batch))
        return parts["out"](states.amax(1))

    return _fit(parts, logits, (rows, labels, weights), seed, rounds)


def _fit(
    parts: Mapping[str, Any],
    logits: Any,
    lessons: tuple[Rows, Floats, Floats],
    seed: int,
    rounds: int,
) -> Weights:
    import torch  # noqa: PLC0415 - only training needs it

    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)  # noqa: FBT003 - torch's own signature
    for part in parts.values():
        part.reset_parameters()
    learner = torch.optim.Adam([one for part in parts.values() for one in part.parameters()], _RATE)
    for chosen in _batches(len(lessons[0]), seed, rounds):
        batch, wanted, weight = (torch.from_numpy(one[chosen]) for one in lessons)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            logits(batch)[:, 0], wanted, weight=weight
        )
        learner.zero_grad()
        loss.backward()
        learner.step()
    return {
        f"{name}.{key}": value.detach().numpy().astype(np.float32)
        for name, part in parts.items()
        for key, value in part.named_parameters()
    }


def _batches(count: int, seed: int, rounds: int) -> Iterator[Rows]:
    chance = np.random.default_rng(seed)
    for _ in range(rounds):
        order = chance.permutation(count)
        yield from (order[start : start + _BATCH] for start in range(0, count, _BATCH))


def links_to_onnx(weights: Weights) -> bytes:
    """Return the network of links as ONNX: `letters` in, `probability` out."""
    from onnx import helper  # noqa: PLC0415 - only training needs it

    pads = [_REACH // 2, _REACH // 2]
    nodes = [
        helper.make_node("Gather", ["embed.weight", "letters"], ["embedded"]),
        helper.make_node("Transpose", ["embedded"], ["turned"], perm=[0, 2, 1]),
        helper.make_node("Conv", ["turned", "conv.weight", "conv.bias"], ["seen"], pads=pads),
        helper.make_node("Relu", ["seen"], ["lit"]),
        helper.make_node("ReduceMax", ["lit"], ["state"], axes=[2], keepdims=0),
        *_ending(),
    ]
    return _graph("letters", nodes, weights)


def sequence_to_onnx(weights: Weights) -> bytes:
    """Return the network of words as ONNX: `words` in, `probability` out."""
    from onnx import helper  # noqa: PLC0415 - only training needs it

    nodes = [
        helper.make_node("Gather", ["embed.weight", "words"], ["embedded"]),
        helper.make_node("Transpose", ["embedded"], ["turned"], perm=[1, 0, 2]),
        helper.make_node("LSTM", ["turned", "W", "R", "B"], ["states"], hidden_size=_MEMORY),
        helper.make_node("ReduceMax", ["states"], ["state"], axes=[0, 1], keepdims=0),
        *_ending(),
    ]
    told = {name: value for name, value in weights.items() if not name.startswith("lstm")}
    told["W"] = _gates(weights["lstm.weight_ih_l0"])[None]
    told["R"] = _gates(weights["lstm.weight_hh_l0"])[None]
    biases = (_gates(weights["lstm.bias_ih_l0"]), _gates(weights["lstm.bias_hh_l0"]))
    told["B"] = np.concatenate(biases)[None]
    return _graph("words", nodes, told)


def _gates(weight: Floats) -> Floats:
    """Put torch's gates (in, forget, cell, out) into ONNX's order (in, out, forget, cell)."""
    entry, forget, cell, out = np.split(weight, 4)
    return np.concatenate((entry, out, forget, cell))


def _ending() -> list[Any]:
    from onnx import helper  # noqa: PLC0415 - only training needs it

    return [
        helper.make_node("Gemm", ["state", "out.weight", "out.bias"], ["logit"], transB=1),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]


def _graph(entry: str, nodes: list[Any], weights: Weights) -> bytes:
    from onnx import TensorProto, checker, helper, numpy_helper  # noqa: PLC0415 - only training

    graph = helper.make_graph(
        nodes,
        entry,
        [helper.make_tensor_value_info(entry, TensorProto.INT64, ["rows", "length"])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["rows", 1])],
        [numpy_helper.from_array(np.ascontiguousarray(one), name) for name, one in weights.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)
    checker.check_model(made)
    return bytes(made.SerializeToString())
