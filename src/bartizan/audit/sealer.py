"""The background process that seals what transactions have staged."""

import asyncio
from contextlib import suppress

from bartizan.audit.errors import LedgerBrokenError
from bartizan.audit.ledger import Ledger
from bartizan.audit.metrics import STAGED
from bartizan.audit.settings import AuditSettings
from bartizan.base.errors import UnavailableError
from bartizan.base.log import get_logger

_log = get_logger("audit")
_LONGEST_PAUSE = 30.0


class Sealer:
    """Seals staged entries every so often; any number of processes may run one."""

    def __init__(self, ledger: Ledger, settings: AuditSettings | None = None) -> None:
        """Seal for `ledger`."""
        self._ledger = ledger
        self._every = (settings or AuditSettings()).seal_seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Seal until `stop` is set, and once more then.

        A database that is away or a ledger that is broken is logged and tried again, ever more
        slowly; what is staged stays staged.
        """
        pause = self._every
        while not stop.is_set():
            pause = self._every if await self._seal() else min(_LONGEST_PAUSE, pause * 2)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
        await self._seal()

    async def _seal(self) -> bool:
        try:
            STAGED.set(await self._ledger.staged())
            await self._ledger.seal()
        except (UnavailableError, LedgerBrokenError) as error:
            _log.error("sealing failed", code=error.code, detail=error.detail)
            return False
        STAGED.set(0)
        return True
