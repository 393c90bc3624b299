"""Coded errors of models."""

from bartizan.base.errors import BartizanError, NotFoundError


class ModelMissingError(NotFoundError):
    """There is no model of that name."""

    code = "model-missing"
    title = "No such model"


class ModelTamperedError(BartizanError):
    """A model's bytes are not the ones its card was written for."""

    code = "model-tampered"
    title = "The model does not match its card"


class ModelUnreadableError(BartizanError):
    """A model or its card cannot be read."""

    code = "model-unreadable"
    title = "The model cannot be read"
