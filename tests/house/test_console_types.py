"""The console's types come from the API as it is, not as it was."""

import json
from pathlib import Path

from bartizan.server.app import document

KEPT = Path(__file__).parents[2] / "web" / "openapi.json"


def test_the_document_the_console_is_typed_by_is_the_servers():
    assert json.loads(KEPT.read_text()) == json.loads(json.dumps(document())), "run `make api`"
