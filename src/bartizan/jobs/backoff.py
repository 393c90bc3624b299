"""How long to wait before trying again: exponential, with full jitter.

Source: M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015): drawing the
whole pause at random spreads the retries of many clients best.
"""

import random

_MOST_DOUBLINGS = 60  # further doubling only overflows: the ceiling was passed long before


def bound(attempt: int, base: float, ceiling: float) -> float:
    """Return the longest pause in seconds after the failure of `attempt` (counted from 1)."""
    doublings = min(max(attempt - 1, 0), _MOST_DOUBLINGS)
    return min(ceiling, base * 2.0**doublings)


def delay(attempt: int, base: float, ceiling: float) -> float:
    """Draw the pause in seconds after the failure of `attempt`, anywhere from 0 to its bound."""
    return random.uniform(0.0, bound(attempt, base, ceiling))  # noqa: S311 - jitter, not a secret
