"""Trains the models of structure: a random forest that tells threats, and an isolation forest.

The forest (L. Breiman, 2001) votes on what a message is made of; the isolation forest (F. T. Liu et
al., 2008) knows only honest mail and says how easily a message is set apart from it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

_TREES, _DEPTH, _LEAF = 120, 9, 10
_LONERS, _SAMPLE = 80, 256
_TARGETS = {"": 15, "ai.onnx.ml": 3}

Numbers = npt.NDArray[np.float32]


def train_forest(rows: Numbers, labels: Sequence[bool], weights: Sequence[float], seed: int) -> Any:
    """Return a random forest that tells threats from honest mail."""
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 - only training needs it

    forest = RandomForestClassifier(
        _TREES, max_depth=_DEPTH, min_samples_leaf=_LEAF, max_features="sqrt", random_state=seed
    )
    return forest.fit(rows, np.array(labels, np.int64), sample_weight=np.array(weights))


def train_isolation(rows: Numbers, seed: int) -> Any:
    """Return an isolation forest of honest mail."""
    from sklearn.ensemble import IsolationForest  # noqa: PLC0415 - only training needs it

    size = min(_SAMPLE, len(rows))
    return IsolationForest(n_estimators=_LONERS, max_samples=size, random_state=seed).fit(rows)


def forest_to_onnx(forest: Any, width: int) -> bytes:
    """Return a random forest as ONNX: `numbers` in, `label` and `probabilities` out."""
    return _convert(forest, width, {"zipmap": False})


def isolation_to_onnx(forest: Any, width: int) -> bytes:
    """Return an isolation forest as ONNX: `numbers` in, `label` and `scores` out."""
    return _convert(forest, width, {})


def _convert(learner: Any, width: int, options: dict[str, bool]) -> bytes:
    from skl2onnx import to_onnx  # noqa: PLC0415 - only training needs it
    from skl2onnx.common.data_types import FloatTensorType  # noqa: PLC0415 - only training

    made = to_onnx(
        learner,
        initial_types=[("numbers", FloatTensorType([None, width]))],
        options={id(learner): options} if options else None,
        target_opset=_TARGETS,
    )
    return bytes(made.SerializeToString())
