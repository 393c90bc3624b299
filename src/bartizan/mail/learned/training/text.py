"""Trains the text model: logistic regression over fragments, as a small ONNX graph.

The graph takes the numbers of a text's fragments and gives the probability and what each fragment
adds to it. Weights are half floats: the model is one table of a megabyte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bartizan.mail.learned.fragments import SIZE, fragments

_STRENGTH = 50.0
_ROUNDS = 100
_OPSET = 17

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A weight for each fragment, and what is added before any is seen."""

    weights: Floats
    bias: float

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the log-odds of each normalised text."""
        rows = (fragments(text).numbers for text in texts)
        return np.array(
            [self.bias + self.weights[row].sum() / max(1, len(row)) ** 0.5 for row in rows],
            np.float32,
        )


def train(
    texts: Sequence[str],
    labels: Sequence[bool],
    weights: Sequence[float],
    seed: int,
    prior: LinearModel | None = None,
) -> LinearModel:
    """Return the model that tells these texts apart best, with weights kept small (L2).

    With a `prior`, only what is to be added to its weights is kept small: what it learned stays
    where these texts do not speak against it.
    """
    rows, told = _matrix(texts), np.array(labels, int)
    if prior is not None:
        return _improved(prior, rows, told, np.array(weights))
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only training needs it

    learner = LogisticRegression(
        C=_STRENGTH, solver="liblinear", max_iter=80, tol=1e-3, random_state=seed
    )
    learner.fit(rows, told, sample_weight=np.array(weights))
    return LinearModel(learner.coef_[0].astype(np.float32), float(learner.intercept_[0]))


def _improved(prior: LinearModel, rows: Any, labels: Any, weights: Any) -> LinearModel:
    """Return the prior with what must be added to it; sklearn knows no such starting point."""
    from scipy.optimize import minimize  # noqa: PLC0415 - comes with sklearn
    from scipy.special import expit  # noqa: PLC0415 - comes with sklearn

    known = rows @ prior.weights + prior.bias
    signs = 2.0 * labels - 1

    def loss(added: Any) -> tuple[float, Any]:
        margin = signs * (known + rows @ added)
        wrong = -signs * weights * expit(-margin)
        size = (weights * np.logaddexp(0, -margin)).sum() + added @ added / (2 * _STRENGTH)
        return float(size), rows.T @ wrong + added / _STRENGTH

    start = np.zeros(rows.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    return LinearModel((prior.weights + found.x).astype(np.float32), prior.bias)


def from_onnx(content: bytes) -> LinearModel:
    """Return the model that `to_onnx` wrote.

    Raises:
        KeyError: it is another one.
    """
    from onnx import load_from_string, numpy_helper  # noqa: PLC0415 - only training needs it

    parts = {
        one.name: numpy_helper.to_array(one) for one in load_from_string(content).graph.initializer
    }
    return LinearModel(parts["table"].astype(np.float32), float(parts["bias"][0]))


def to_onnx(model: LinearModel) -> bytes:
    """Return the model as ONNX: `numbers` in, `probability` and `moved` out."""
    from onnx import TensorProto, checker, helper, numpy_helper  # noqa: PLC0415 - only training

    nodes = [
        helper.make_node("Gather", ["table", "numbers"], ["half"]),
        helper.make_node("Cast", ["half"], ["picked"], to=TensorProto.FLOAT),
        helper.make_node("Shape", ["numbers"], ["count"]),
        helper.make_node("Cast", ["count"], ["size"], to=TensorProto.FLOAT),
        helper.make_node("Max", ["size", "one"], ["least"]),
        helper.make_node("Sqrt", ["least"], ["norm"]),
        helper.make_node("Div", ["picked", "norm"], ["moved"]),
        helper.make_node("ReduceSum", ["moved"], ["sum"], keepdims=1),
        helper.make_node("Add", ["sum", "bias"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]
    graph = helper.make_graph(
        nodes,
        "text",
        [helper.make_tensor_value_info("numbers", TensorProto.INT64, ["fragments"])],
        [
            helper.make_tensor_value_info("probability", TensorProto.FLOAT, [1]),
            helper.make_tensor_value_info("moved", TensorProto.FLOAT, ["fragments"]),
        ],
        [
            numpy_helper.from_array(model.weights.astype(np.float16), "table"),
            numpy_helper.from_array(np.array([model.bias], np.float32), "bias"),
            numpy_helper.from_array(np.array([1], np.float32), "one"),
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=9)
    checker.check_model(made)
    return bytes(made.SerializeToString())


def _matrix(texts: Sequence[str]) -> Any:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - comes with sklearn

    rows = [fragments(text).numbers for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    values = [np.full(len(row), max(1, len(row)) ** -0.5, np.float32) for row in rows]
    return csr_matrix(
        (np.concatenate(values), np.concatenate(rows).astype(np.int32), ends),
        shape=(len(rows), SIZE),
    )
