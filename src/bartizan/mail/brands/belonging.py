"""Whether a message is really a brand's: its author's domain, or one whose signature passed."""

import re
import unicodedata

from bartizan.forensics.links.known_hosts import is_free_mail
from bartizan.mail.authentication.results import Result
from bartizan.mail.brands.catalogue import Brand, find_brand
from bartizan.mail.evidence import Facts

_WORD = re.compile(r"[^\W_]+")


def brands_at(facts: Facts, *places: str) -> tuple[Brand, ...]:
    """Return the brands that the message names at these places, each once."""
    found = {one.brand: find_brand(one.brand) for one in facts.mentions if one.where in places}
    return tuple(brand for brand in found.values() if brand is not None)


def comes_from(brand: Brand, facts: Facts) -> bool:
    """Tell whether a message is the brand's, as far as its author and valid signatures tell.

    A mailbox that anybody can open is never the brand, even at the brand's own domain, and a
    second author must not lend the first its domain.
    """
    domains = [mailbox.domain for mailbox in facts.senders if mailbox.domain]
    if domains and all(_speaks_for(brand, domain) for domain in domains):
        return True
    checked = facts.authentication
    signed = checked.dkim if checked is not None else ()
    return any(one.result is Result.PASS and brand.owns(one.domain.lower()) for one in signed)


def _speaks_for(brand: Brand, domain: str) -> bool:
    host = domain.lower()
    return bool(host) and not is_free_mail(host) and brand.owns(host)


def disguised(brand: Brand, text: str) -> bool:
    """Tell whether a text names the brand only for eyes: none of its names is plainly written."""
    plain = _plain(text)
    names = (*brand.names, *brand.phrases)
    return not any(_plain(name) in plain for name in names)


def _plain(text: str) -> str:
    """Lower case without accents; what single letters spell stays apart, other words join."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in decomposed if not _is_accent(letter))
    parts = _WORD.findall(bare)
    return "".join(part if len(part) > 1 else f" {part} " for part in parts)


def _is_accent(letter: str) -> bool:
    """Accents of Latin letters and of kana; marks of other scripts on them are a disguise."""
    return "\u0300" <= letter <= "\u0333" or letter in "\u3099\u309a"
