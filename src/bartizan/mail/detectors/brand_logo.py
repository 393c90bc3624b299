"""A picture says it is a brand's logo, in a message that is not the brand's.

Icons of social networks, app stores and means of payment stand in everybody's footers; only the
first picture, where a sender puts its own sign, is looked at.
"""

from itertools import islice

from bartizan.forensics.html import Image
from bartizan.mail.brands.belonging import comes_from
from bartizan.mail.brands.catalogue import Brand
from bartizan.mail.brands.finding import brands_shown
from bartizan.mail.detectors._domains import is_ours
from bartizan.mail.evidence import About, Facts, Found, seen
from bartizan.mail.verdict import Basis, Severity

ABOUT = About(
    title="A brand's logo",
    severity=Severity.MEDIUM,
    weight=0.6,
    tags=("tactic:impersonation", "tactic:brand", "attack:T1656"),
    basis=Basis.BRAND,
)

_FIRST, _MOST_WORDS, _ICON = 1, 5, 40
_EVERYWHERE = frozenset({"social", "payment"})


def detect(facts: Facts) -> Found | None:
    """Look at the name of the first picture of each page."""
    sender = facts.sender
    if sender is not None and is_ours(facts, sender.domain):
        return None
    for page in facts.html:
        for image in islice((one for one in page.images if one.alt or one.src), _FIRST):
            brand = _shown(image, facts)
            if brand is not None:
                return Found(
                    f"A picture is called the logo of {brand.names[0]}, but the message is not "
                    "from there.",
                    (seen("alt", image.alt or image.src),),
                )
    return None


def _shown(image: Image, facts: Facts) -> Brand | None:
    if len(image.alt.split()) > _MOST_WORDS or _is_icon(image):
        return None
    found = (brand for brand in brands_shown(image) if brand.sector not in _EVERYWHERE)
    return next((brand for brand in found if not comes_from(brand, facts)), None)


def _is_icon(image: Image) -> bool:
    """Tell whether a picture is small, or one of the icons of pages that share a link."""
    small = image.width is not None and image.width <= _ICON
    return small or "google+" in image.alt.lower() or "google-plus" in image.src.lower()
