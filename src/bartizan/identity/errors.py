"""Coded errors of identity."""

from bartizan.base.errors import (
    BartizanError,
    ConflictError,
    ForbiddenError,
    InvalidError,
    UnauthenticatedError,
)


class BadCredentialsError(UnauthenticatedError):
    """Wrong user name, wrong password or disabled account: deliberately one error."""

    code = "bad-credentials"
    title = "Signing in failed"


class WrongPasswordError(InvalidError):
    """The current password, asked again before a change, is wrong."""

    code = "wrong-password"
    title = "The current password is wrong"


class WeakPasswordError(InvalidError):
    """The password breaks the rule that the sentence names."""

    code = "weak-password"
    title = "That password is too easy to guess"


class CsrfError(ForbiddenError):
    """A state-changing request with the session cookie lacks the session's own token."""

    code = "csrf"
    title = "The request does not prove that it comes from our own page"


class ForeignOriginError(ForbiddenError):
    """A browser sent this request from a page that is not ours."""

    code = "foreign-origin"
    title = "The request comes from another site"


class EscalationError(ForbiddenError):
    """Somebody tried to hand out, or to act upon, more than they have themselves."""

    code = "escalation"
    title = "That is more than you may do yourself"


class PersonOnlyError(ForbiddenError):
    """An API key tried what only a signed-in person may do."""

    code = "person-only"
    title = "Only a person may do that"


class UsernameTakenError(ConflictError):
    """Another user has this name."""

    code = "username-taken"
    title = "That user name is taken"


class LastAdministratorError(ConflictError):
    """After this nobody could administer the installation any more."""

    code = "last-administrator"
    title = "One administrator must remain"


class OwnAccountError(ConflictError):
    """One's own password is changed by proving the current one, not by administration."""

    code = "own-account"
    title = "That is done differently for one's own account"


class SigningKeyError(BartizanError):
    """The key that signs access tokens cannot be read."""

    code = "identity-signing-key"
    title = "The signing key cannot be used"
