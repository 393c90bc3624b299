"""Trains boosted trees (J. H. Friedman, 2001): each corrects what those before it got wrong.

None may think less of a row because one of its numbers is higher: a further finding never speaks
for a message. The graph is our own: trees that add up, and a sigmoid.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_ROUNDS, _RATE, _LEAVES, _STRICT = 100, 0.08, 6, 5.0
_OPSETS = {"": 17, "ai.onnx.ml": 3}

Numbers = npt.NDArray[np.float32]


def train(rows: Numbers, labels: Sequence[bool], weights: Sequence[float], seed: int) -> Any:
    """Return trees whose vote is a probability that rises with every number."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - only training

    learner = HistGradientBoostingClassifier(
        max_iter=_ROUNDS, learning_rate=_RATE, max_leaf_nodes=_LEAVES, l2_regularization=_STRICT,
        monotonic_cst=[1] * rows.shape[1], early_stopping=False, random_state=seed,
    )  # fmt: skip
    return learner.fit(rows, np.array(labels, np.int64), sample_weight=np.array(weights))


def to_onnx(trees: Any) -> bytes:
    """Return the trees as ONNX: `numbers` in, `probability` out."""
    from onnx import TensorProto, checker, helper  # noqa: PLC0415 - only training needs it

    grown = helper.make_node(
        "TreeEnsembleRegressor", ["numbers"], ["logit"], domain="ai.onnx.ml", n_targets=1,
        base_values=[float(trees._baseline_prediction.reshape(-1)[0])],  # noqa: SLF001 - no other way to it
        **_attributes([one.nodes for (one,) in trees._predictors]),  # noqa: SLF001 - likewise
    )  # fmt: skip
    graph = helper.make_graph(
        [grown, helper.make_node("Sigmoid", ["logit"], ["probability"])],
        "findings",
        [helper.make_tensor_value_info("numbers", TensorProto.FLOAT, ["rows", "width"])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["rows", 1])],
    )
    opsets = [helper.make_opsetid(*one) for one in _OPSETS.items()]
    made = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    checker.check_model(made)
    return bytes(made.SerializeToString())


def _attributes(trees: Sequence[Any]) -> dict[str, Any]:
    """Return the nodes of all trees in the columns that ONNX wants."""
    columns: dict[str, Any] = {}
    for number, nodes in enumerate(trees):
        for name, values in _columns(number, nodes):
            columns.setdefault(name, []).extend(values)
    return columns


def _columns(number: int, nodes: Any) -> Iterator[tuple[str, list[Any]]]:
    leaf = nodes["is_leaf"].astype(bool)
    ids = np.arange(len(nodes))
    yield "nodes_treeids", [number] * len(nodes)
    yield "nodes_nodeids", ids.tolist()
    yield "nodes_modes", np.where(leaf, "LEAF", "BRANCH_LEQ").tolist()
    yield "nodes_featureids", np.where(leaf, 0, nodes["feature_idx"]).tolist()
    yield "nodes_values", _not_above(np.where(leaf, 0.0, nodes["num_threshold"])).tolist()
    yield "nodes_truenodeids", np.where(leaf, 0, nodes["left"]).tolist()
    yield "nodes_falsenodeids", np.where(leaf, 0, nodes["right"]).tolist()
    yield "target_treeids", [number] * int(leaf.sum())
    yield "target_nodeids", ids[leaf].tolist()
    yield "target_ids", [0] * int(leaf.sum())
    yield "target_weights", nodes["value"][leaf].tolist()


def _not_above(values: npt.NDArray[np.float64]) -> Numbers:
    """Round to half the bits, downwards: a number that was above a threshold stays above it."""
    near = values.astype(np.float32)
    return np.where(near > values, np.nextafter(near, np.float32(-np.inf)), near)
