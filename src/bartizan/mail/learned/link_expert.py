"""Looks at links letter by letter: a small network that learned how links of threats are made."""

import numpy as np

from bartizan.learning.runtime import Model
from bartizan.mail.evidence import Facts, Opinion
from bartizan.mail.learned.url_letters import FEATURES, letters

__all__ = ["FEATURES", "NAME", "LinkExpert", "worst"]

NAME = "links"

_LINKS = 20
_REASONS = 2


class LinkExpert:
    """Asks the network about every link of a message at once."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, facts: Facts) -> Opinion:
        """Return what the network thinks of the worst link."""
        urls = [link.href for link in facts.links if link.url is not None]
        chosen = list(dict.fromkeys(urls))[:_LINKS]
        if not chosen:
            return Opinion(0.0)
        (probabilities,) = self._model({"letters": np.stack([letters(url) for url in chosen])})
        return worst(chosen, [float(one) for one in probabilities.reshape(-1)])


def worst(urls: list[str], probabilities: list[float]) -> Opinion:
    """Return the opinion on the worst of some links, with it and the next as reasons."""
    ranked = sorted(zip(probabilities, urls, strict=True), reverse=True)
    return Opinion(ranked[0][0], tuple(url for _, url in ranked[:_REASONS]))
