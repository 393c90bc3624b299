"""The base of every package's settings; only the assembly reads the environment and the file."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """One package's settings: immutable, unknown names refused, each field described.

    Secrets are `pydantic.SecretStr`, so printing a section never shows them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)
