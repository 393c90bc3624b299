"""Runs models: ONNX Runtime on one thread, loaded when a model is first asked."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from bartizan.learning.cards import Card
from bartizan.learning.errors import ModelUnreadableError

Array = npt.NDArray[Any]


class Model:
    """A model whose bytes were checked; may be asked from many threads at once."""

    def __init__(self, card: Card, content: bytes) -> None:
        self.card = card
        self.content = content
        self._session: Any = None
        self._lock = Lock()

    def __call__(self, inputs: Mapping[str, Array]) -> list[Array]:
        """Return the model's outputs, in its own order.

        Raises:
            ModelUnreadableError: the bytes are no model, or not one for these inputs.
        """
        session = self._session or self._load()
        try:
            return [np.asarray(one) for one in session.run(None, dict(inputs))]
        except Exception as error:
            raise ModelUnreadableError(
                f"The model {self.card.name} cannot be asked ({type(error).__name__}). "
                "Was it trained for another version?"
            ) from error

    def _load(self) -> Any:
        with self._lock:
            if self._session is None:
                self._session = _open(self.card.name, self.content)
        return self._session


def _open(name: str, content: bytes) -> Any:
    """Open a session: one thread, because messages, not matrices, are what runs side by side."""
    import onnxruntime  # noqa: PLC0415 - takes 100 ms that most commands need not wait

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelUnreadableError(
            f"The model {name} cannot be opened ({type(error).__name__}). Train it again."
        ) from error
