"""Tunes the garbage collector for processes that run long and make many short-lived objects."""

import gc

_YOUNG, _MIDDLE, _OLD = 50_000, 20, 50


def tune_collector() -> None:
    """Look for cycles less often, and never again among what is loaded by now.

    Nearly everything a message or an entry needs is freed by its reference count; searching all
    modules and classes for cycles every few hundred objects costs about a twentieth of the time
    and shows as pauses.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
