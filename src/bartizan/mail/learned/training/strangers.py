"""What the text model would say of texts had it never seen them, nor any like them.

Trees that are shown what a model says of its own lessons learn that it is always right. So the
model is trained anew for each fold, without that fold; and all variations of one text are in the
same one, since who has seen some knows the others.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bartizan.mail.learned.training import text
from bartizan.mail.learned.training.lessons import Lesson

_FOLDS = 5

Floats = npt.NDArray[np.float32]


def unseen_logits(lessons: Sequence[Lesson], seed: int) -> Floats:
    """Return the log-odds of each lesson by a model that learned from none of its kin.

    They are 0 (no opinion) where what is left to learn from is all of one kind.
    """
    folds = np.array([_fold(one, seed) for one in lessons])
    found = np.zeros(len(lessons), np.float32)
    for fold in set(folds.tolist()):
        told = [one for one, its in zip(lessons, folds, strict=True) if its != fold]
        labels = [one.threat for one in told]
        if len(set(labels)) > 1:
            model = text.train(
                [one.text for one in told], labels, [one.weight for one in told], seed
            )  # fmt: skip
            places = np.flatnonzero(folds == fold).tolist()
            found[places] = model.logits([lessons[place].text for place in places])
    return found


def _fold(lesson: Lesson, seed: int) -> int:
    return crc32((lesson.kin or lesson.text).encode("utf-8", "replace"), seed) % _FOLDS
