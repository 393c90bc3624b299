"""The one place that reads the environment and the settings file.

Precedence: environment (`BARTIZAN_MAIL__SMTP_PORT=2525`) over the file (`[mail] smtp_port = …`)
over the defaults. The file is `bartizan.toml` in the working folder, or what `BARTIZAN_CONFIG`
names.
"""

import os
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from typing_extensions import override

from bartizan.archive.settings import ArchiveSettings
from bartizan.assembly.doors import LogSettings, ServerSettings, WorkerSettings
from bartizan.audit.settings import AuditSettings
from bartizan.base.errors import BartizanError
from bartizan.identity.settings import IdentitySettings
from bartizan.jobs.settings import JobsSettings
from bartizan.mail.settings import MailSettings
from bartizan.storage.settings import StorageSettings

PREFIX = "BARTIZAN_"
_FILE = "BARTIZAN_CONFIG"
#: Variables of ours that are not settings: where the file is, how a process was started.
_NOT_SETTINGS = frozenset({_FILE, "BARTIZAN_SUPERVISED", "BARTIZAN_DATA"})


class SettingsError(BartizanError):
    """A setting is unknown or has a value that it cannot have."""

    code = "settings"
    title = "The settings cannot be used"


class Settings(BaseSettings):
    """Everything that can be configured, one section a package."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    storage: StorageSettings = Field(default_factory=StorageSettings)
    jobs: JobsSettings = Field(default_factory=JobsSettings)
    audit: AuditSettings = Field(default_factory=AuditSettings)
    identity: IdentitySettings = Field(default_factory=IdentitySettings)
    mail: MailSettings = Field(default_factory=MailSettings)
    archive: ArchiveSettings = Field(default_factory=ArchiveSettings)
    server: ServerSettings = Field(default_factory=ServerSettings)
    worker: WorkerSettings = Field(default_factory=WorkerSettings)
    log: LogSettings = Field(default_factory=LogSettings)

    @classmethod
    @override
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: Any, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = TomlConfigSettingsSource(settings_cls, toml_file=settings_file())
        return named["init_settings"], named["env_settings"], file


def settings_file() -> Path | None:
    """Return the settings file in use; `None` where there is none.

    Raises:
        SettingsError: `BARTIZAN_CONFIG` names a file that does not exist.
    """
    named = os.environ.get(_FILE)
    if named is None:
        default = Path("bartizan.toml")
        return default if default.is_file() else None
    if not Path(named).is_file():
        raise SettingsError(f"{_FILE} names {named}, which does not exist.")
    return Path(named)


def load_settings(**given: Any) -> Settings:
    """Read the settings in force; `given` sections override everything else.

    Raises:
        SettingsError: naming each setting that is unknown or out of range, never its value.
    """
    _refuse_unknown_variables()
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(f"{faults}. `bartizan settings` lists what there is.") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"The settings file cannot be read: {error}") from error


def _refuse_unknown_variables() -> None:
    """Pydantic passes over unknown sections in the environment; a misspelt one must not be."""
    sections = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for name in os.environ:
        if not name.startswith(PREFIX) or name in _NOT_SETTINGS:
            continue
        if name.split("__")[0] not in sections:
            raise SettingsError(f"{name} is no setting. `bartizan settings` lists what there is.")
