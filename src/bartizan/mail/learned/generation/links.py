"""Links as each kind of mail carries them.

Honest mail points to its sender's own site, or through the tracker of a mailing service; threats
to fresh domains, borrowed sites, open redirects, shorteners and storage buckets. Both use paths of
random letters, so that randomness alone says nothing.
"""

from random import Random

_TRACKERS = (
    "click.{site}",
    "links.{site}",
    "email.{site}",
    "t.mail.{site}",
    "u{n}.ct.sendgrid.net",
    "{word}.list-manage.com",
    "click.mlsend.com",
    "tracking.mailjet.example",
    "e.customeriomail.com",
    "mandrillapp.com",
    "click.pstmrk.it",
    "{word}.lt.acemlnb.com",
    "links.iterable.com",
)
_OWN = ("www.{site}", "{site}", "account.{site}", "app.{site}", "help.{site}", "my.{site}")
_FRESH = ("xyz", "top", "icu", "click", "shop", "online", "live", "site", "info", "com", "ru", "me")
_BORROWED = (
    "storage.googleapis.com/{word}{n}/{word}.html",
    "{word}{n}.s3.amazonaws.com/index.html",
    "{word}-{n}.web.app/",
    "{word}{n}.pages.dev/",
    "{word}.weebly.com/",
    "sites.google.com/view/{word}",
    "bit.ly/{mix}",
    "t.co/{mix}",
    "tinyurl.com/{mix}",
    "is.gd/{mix}",
    "rb.gy/{mix}",
    "cutt.ly/{mix}",
    "www.google.com/url?q=https://{word}{n}.{top}/&sa=D",
    "forms.gle/{mix}",
    "{ip}/{word}/",
    "{word}.blob.core.windows.net/{mix}/i.html",
    "ipfs.io/ipfs/Qm{mix}{mix}",
    "{word}.r2.dev/{mix}",
    "docs.google.com/presentation/d/e/{mix}/pub",
    "adclick.g.doubleclick.net/pcs/click?adurl=//{word}.{top}",
)
_LURES = (
    "login",
    "verify",
    "secure",
    "account",
    "update",
    "track",
    "parcel",
    "bonus",
    "claim",
    "wallet",
    "support",
    "service",
    "reward",
    "delivery",
    "auth",
    "billing",
)
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvz"
_MIX = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def word(rng: Random) -> str:
    """Return a word that can be spoken and means nothing."""
    pairs = rng.randint(2, 4)
    return "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(pairs))


def honest_link(site: str, rng: Random) -> str:
    """Return a link of an honest sender whose domain is `site`."""
    if rng.random() < 0.45:  # noqa: PLR2004 - about as often as mail goes through a service
        host = _fill(rng.choice(_TRACKERS), rng, site)
        return (
            f"https://{host}/{rng.choice(('ls/click?upn=', 'c/', 'track/', 'e/'))}{_mix(rng, 60)}"
        )
    host = rng.choice(_OWN).format(site=site)
    path = rng.choice(("", "orders/", "account/", "help", "blog/2024/", "unsubscribe?u=", "r/"))
    scheme = "http" if rng.random() < 0.06 else "https"  # noqa: PLR2004 - some still do
    tail = rng.choice(("", f"{rng.randint(1, 99999)}", _mix(rng, 22), f"?utm_source={word(rng)}"))
    return f"{scheme}://{host}/{path}{tail}"


def threat_link(site: str, rng: Random) -> str:
    """Return a link of a threat; `site` is the domain its sender claims."""
    scheme = "http" if rng.random() < 0.3 else "https"  # noqa: PLR2004 - kits without certificates
    way = rng.random()
    if way < 0.35:  # noqa: PLR2004 - borrowed trust
        return f"{scheme}://{_fill(rng.choice(_BORROWED), rng, site)}"
    lure, claimed = rng.choice(_LURES), site.split(".", maxsplit=1)[0]
    name = rng.choice(
        (
            f"{claimed}-{lure}",
            f"{lure}-{claimed}{rng.randint(1, 99)}",
            f"{word(rng)}{word(rng)}",
            f"{claimed}.{lure}.{word(rng)}",
            f"{word(rng)}-{word(rng)}",
            f"{lure}{rng.randint(1, 999)}",
            f"{word(rng)}{rng.randint(1, 9999)}",
        )
    )
    path = rng.choice(
        (
            "",
            "index.php",
            f"{lure}/",
            f"wp-content/{word(rng)}/",
            _mix(rng, 30),
            f"{word(rng)}.php?id={_mix(rng, 12)}",
            f"?e={_mix(rng, 24)}",
            f"cl/{_mix(rng, 90)}",
        )
    )
    return f"{scheme}://{name}.{rng.choice(_FRESH)}/{path}"


def _fill(form: str, rng: Random, site: str) -> str:
    return form.format(
        site=site,
        word=word(rng),
        n=rng.randint(1, 9999),
        mix=_mix(rng, 9),
        top=rng.choice(_FRESH),
        ip=".".join(str(rng.randint(11, 223)) for _ in range(4)),
    )


def _mix(rng: Random, most: int) -> str:
    return "".join(rng.choice(_MIX) for _ in range(rng.randint(max(5, most // 2), most)))
