"""What is odd in one address, by its letters alone: made-up names, kits' paths, too many labels.

None of these says that a page is bad; detectors weigh them against who sent the message.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from bartizan.forensics.links.decoding import read_base64
from bartizan.forensics.urls import Url

_LONGEST_LOOKED_AT = 2_000


class Oddity(StrEnum):
    """One thing that is odd in an address."""

    RANDOM_HOST = "random-host"
    RANDOM_PATH = "random-path"
    KIT_PATH = "kit-path"
    DEEP_SUBDOMAINS = "deep-subdomains"
    LOGIN_HOST = "login-words-in-host"
    LOGIN_PATH = "login-words-in-path"
    AFFILIATE = "affiliate-parameters"
    TOKEN_FRAGMENT = "token-in-fragment"  # noqa: S105 - a name
    DOUBLE_ENDING = "double-ending"
    HOST_IN_SUBDOMAIN = "host-within-host"
    LONG = "very-long"
    NUMBERED_HOST = "host-named-by-its-number"


_VERY_LONG = 600
_DEEP = 3  # labels before the site that are not a service's customary own
_LABEL, _TOKEN, _TURNS = 9, 8, 4

_VOWELS = frozenset("aeiouy")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{7,63}")
_HEX = re.compile(r"(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])[0-9a-f]{12,64}\Z")
_SPLIT = re.compile(r"[^A-Za-z0-9]+")
_CHANGES = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_GIBBERISH = re.compile(r"[a-z]{40,4000}|[A-Z]{24,4000}")

_KITS = re.compile(
    r"""/wp-(?:includes|admin)/(?!admin-ajax|images/|js/|css/)[^?#]{1,200}
      | /wp-content/[^?#]{1,200}\.(?:php\d?|html?)(?:\Z|[?#/])
      | /wp-content/(?:plugins|themes|upgrade|mu-plugins)/[^?#.]{1,120}/\Z
      | /\.(?!well-known/(?:acme|security|openid|apple|assetlinks))[a-z0-9_-]{2,40}/
      | \.php\d?\?(?:[a-z_]{1,20}=)?[^&=]{1,64}(?:@|%40)
      | /(?:login|signin|sign-in|verify|verification|webmail|owa|office365|o365|docusign|sharepoint
          |outlook|dhl|netflix|paypal|chase|ledger|metamask)[^/?#]{0,30}/
          (?:index|login|home|main)?\.?(?:php|html?)\Z
      | /(?:lnk|go|rd|redir|track|click|open|link)\.php\?
      | /[a-z0-9_-]{1,16}\.php\?[A-Za-z0-9_-]{30,2000}={0,2}\Z
      | /index\.php\?(?:id|token|session|cmd|rand|userid)=[0-9a-zA-Z]{16,200}""",
    re.VERBOSE | re.IGNORECASE,
)
_AFFILIATE = re.compile(
    r"(?=.{0,800}(?:\A|&)(?:a|aff|affid|aff_id|affiliate_id|pid|offer_id|oc|o)=\d{1,9}(?:&|\Z))"
    r"(?=.{0,800}(?:\A|&)(?:s1|s2|sub1|subid1?|aff_sub|c|offer_id|clickid|click_id|oc)=)",
    re.IGNORECASE,
)
_LOGIN_WORDS = frozenset(
    """login logon signin signon verify verification verified validate validation confirm
    confirmation secure secured security account accounts update billing webmail wallet
    auth authenticate authentication sso password recover recovery unlock restore
    suspended alert helpdesk identity banking onlinebanking ebanking refund claim airdrop
    kyc acesso acessar atendimento regularize regularizar resgate resgatar desbloqueio
    seguranca verifica verificar validar cadastro atualizar confirmar rastreamento
    alfandega taxa seguridad cuenta actualizar acceso connexion compte verifier securite
    identifiant anmelden anmeldung konto sicherheit kunden bestaetigung freischaltung
    accesso conto aggiorna""".split()
)
_ENDINGS = re.compile(
    r"\.(?:pdf|docx?|xlsx?|jpe?g|png|txt)\.(?:html?|php|exe|zip|js|scr|iso|lnk|vbs)\Z",
    re.IGNORECASE,
)
_SUFFIX_LABELS = frozenset("com net org gov edu co".split())
#: `203.0.113.9.host.example`, `ec2-203-0-113-9`, `ip203-0-113-9`: what a provider calls a machine.
_NUMBERED = re.compile(
    r"(?:\A|[^0-9])\d{1,3}(?:[.-]\d{1,3}){3}(?:[^0-9]|\Z)|\b(?:vps|srv|server)-?\d{4,12}\b"
)
_TOKEN_FRAGMENT = re.compile(
    r"(?=[^A-Z]{0,200}[A-Z])(?=[^0-9]{0,200}[0-9])[A-Za-z0-9/_+=-]{24,4000}\Z"
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.ASCII)


def find_oddities(url: Url) -> frozenset[Oddity]:
    """Return what is odd in an address with a host."""
    if not url.host:
        return frozenset()
    named = _host_oddities(url.host, url.site)
    if len(url.path) + len(url.query) + len(url.fragment) <= 1:
        return named
    return named.union(oddity for oddity, has in _TESTS if has(url))


@lru_cache(16_384)
def _host_oddities(host: str, site: str) -> frozenset[Oddity]:
    return frozenset(oddity for oddity, has in _HOST_TESTS if has(host, site))


def carried_mailboxes(url: Url) -> tuple[str, ...]:
    """Return the e-mail addresses in path, query and fragment: plain, in base 64 or hexadecimal."""
    rest = f"{url.path}?{url.query}#{url.fragment}"[:_LONGEST_LOOKED_AT]
    plain = [found.replace("%40", "@") for found in _ADDRESS.findall(rest)]
    hidden = [mailbox for word in _words(rest) for mailbox in _hidden(word)]
    return tuple(dict.fromkeys(address.lower() for address in plain + hidden))


def _words(rest: str) -> list[str]:
    return [word for word in re.split(r"[/?&#=:;,]", rest, maxsplit=100) if 12 <= len(word) <= 200]  # noqa: PLR2004 - a@b.cd


def _hidden(word: str) -> list[str]:
    if "@" in word or "%40" in word:
        return []
    text = _from_hex(word) or read_base64(word) or ""
    return _ADDRESS.findall(text) if "@" in text else []


def _from_hex(word: str) -> str:
    try:
        return bytes.fromhex(word).decode("ascii")
    except ValueError:
        return ""


def is_random(label: str) -> bool:
    """Tell a made-up name from words: by runs of consonants, by letters and digits in turn."""
    if len(label) < _LABEL:
        return False
    plain = label.replace("-", "")
    if _HEX.match(plain) or any(map(_is_mingled, label.split("-"))):
        return True
    letters = [letter for letter in plain if letter.isalpha()]
    vowels = sum(letter in _VOWELS for letter in letters)
    few = len(letters) >= 11 and vowels * 8 < len(letters)  # noqa: PLR2004 - words have vowels
    return few or _CONSONANTS.search(label) is not None


def _is_mingled(part: str) -> bool:
    """Whether letters and digits take turns as in `a1b2c`."""
    turns = sum(one.isdigit() != other.isdigit() for one, other in pairwise(part))
    return turns >= _TURNS


def _before_site(host: str, site: str) -> list[str]:
    """The labels somebody chose under a site: of `a.b.example.com`, `a` and `b`."""
    if not site or not host.endswith("." + site):
        return []
    return host[: -len(site) - 1].split(".")


def _random_host(host: str, site: str) -> bool:
    return any(map(is_random, [site.partition(".")[0], *_before_site(host, site)]))


def _random_path(url: Url) -> bool:
    rest = f"{url.path}?{url.query}"[:_LONGEST_LOOKED_AT]
    if len(rest) < 22 and not url.fragment:  # noqa: PLR2004 - a token in itself
        return False
    mixed = [len(word) for word in _SPLIT.split(rest, maxsplit=200) if _is_mixed(word)]
    return sum(mixed) >= 22 or _GIBBERISH.search(rest) is not None  # noqa: PLR2004 - as above


def _is_mixed(word: str) -> bool:
    """Whether letters of both cases and digits follow each other as nobody writes them."""
    return len(word) >= _TOKEN and len(_CHANGES.findall(word[:200])) * 5 >= min(len(word), 200)


def _login_host(host: str, site: str) -> bool:
    """Such words in the name that was registered, or in a compound; `login.` alone is customary."""
    compounds = [label for label in _before_site(host, site) if "-" in label]
    words = [word for label in (site, *compounds) for word in re.split(r"[.-]", label)]
    return bool(site) and not _LOGIN_WORDS.isdisjoint(words)


def _numbered(host: str, site: str) -> bool:
    return bool(site) and _NUMBERED.search(host) is not None


def _login_path(url: Url) -> bool:
    return not _LOGIN_WORDS.isdisjoint(_SPLIT.split(url.path[:500].lower()))


def _deep(host: str, site: str) -> bool:
    return len([label for label in _before_site(host, site) if label != "www"]) >= _DEEP


def _host_within(host: str, site: str) -> bool:
    """`www.bank.com.evil.example`, `bank-com.evil.example`: a whole name before the real one."""
    before = _before_site(host, site)
    inside = any(label in _SUFFIX_LABELS for label in before[1:])
    return inside or any(label.endswith(("-com", "-net", "-org")) for label in before)


_HOST_TESTS: tuple[tuple[Oddity, Callable[[str, str], bool]], ...] = (
    (Oddity.RANDOM_HOST, _random_host),
    (Oddity.DEEP_SUBDOMAINS, _deep),
    (Oddity.LOGIN_HOST, _login_host),
    (Oddity.HOST_IN_SUBDOMAIN, _host_within),
    (Oddity.NUMBERED_HOST, _numbered),
)
_TESTS: tuple[tuple[Oddity, Callable[[Url], bool]], ...] = (
    (Oddity.RANDOM_PATH, _random_path),
    (Oddity.KIT_PATH, lambda url: _KITS.search(f"{url.path}?{url.query}"[:2000]) is not None),
    (Oddity.LOGIN_PATH, _login_path),
    (Oddity.AFFILIATE, lambda url: _AFFILIATE.match(url.query[:1000]) is not None),
    (Oddity.TOKEN_FRAGMENT, lambda url: _TOKEN_FRAGMENT.match(url.fragment) is not None),
    (Oddity.DOUBLE_ENDING, lambda url: _ENDINGS.search(url.path[-100:]) is not None),
    (Oddity.LONG, lambda url: len(url.path) + len(url.query) + len(url.fragment) > _VERY_LONG),
)
