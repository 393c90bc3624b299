"""Refuses what another site makes a browser send with our cookie. Pure functions.

Two walls (OWASP): the request must come from our origin, and a change must carry a token that
only our own page can know.
"""

from bartizan.identity.errors import CsrfError, ForeignOriginError
from bartizan.identity.request_facts import RequestFacts
from bartizan.identity.secret_tokens import same

CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, section 9.2.1
_OWN_SITE = frozenset({"same-origin", "none"})


def refuse_foreign(facts: RequestFacts, own_origin: str | None) -> None:
    """Check that no page of another origin sent this; programs name no origin and pass.

    Our origin is `own_origin` where it is configured, and otherwise whatever host was asked for.

    Raises:
        ForeignOriginError: `Origin` or `Sec-Fetch-Site` says otherwise.
    """
    origin = facts.headers.get("origin")
    if origin is None:
        foreign = facts.headers.get("sec-fetch-site", "none").lower() not in _OWN_SITE
    else:
        foreign = origin.lower() not in _own_origins(facts, own_origin)
    if foreign:
        raise ForeignOriginError(
            "This request was sent by a page of another site; open the console itself. If this "
            "is the console, set the public URL in the settings to its address."
        )


def refuse_forged(facts: RequestFacts, expected_token: str, own_origin: str | None) -> None:
    """Check a request that the session cookie vouches for.

    Raises:
        ForeignOriginError: as for `refuse_foreign`.
        CsrfError: it changes something and its `X-CSRF-Token` is absent or wrong.
    """
    if facts.method in _SAFE:
        return
    refuse_foreign(facts, own_origin)
    if not same(facts.headers.get(CSRF_HEADER.lower(), ""), expected_token):
        raise CsrfError(
            f"Send the session's csrf_token in the header {CSRF_HEADER}; "
            "GET /api/v1/identity/session tells it."
        )


def _own_origins(facts: RequestFacts, own_origin: str | None) -> set[str]:
    if own_origin is not None:
        return {own_origin}
    host = facts.headers.get("host", "").lower()
    return {f"http://{host}", f"https://{host}"} if host else set()
