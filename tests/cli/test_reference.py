from bartizan.cli import reference


def test_settings_have_their_variable_and_what_they_are_for():
    page = reference.settings_page()
    assert "`mail.gateway.port`" in page
    assert "`BARTIZAN_MAIL__GATEWAY__PORT`" in page


def test_errors_have_their_status():
    reference.load_everything()
    page = reference.errors_page()
    assert "| `not-found` | 404 |" in page
    assert "| `store-full` |" in page


def test_permissions_of_every_package_are_there():
    page = reference.permissions_page()
    for word in ("mail:quarantine:release", "archive:message:export", "identity:user:write"):
        assert f"`{word}`" in page


def test_metrics_and_commands_and_detectors_are_there():
    reference.load_everything()
    assert "bartizan_server_requests" in reference.metrics_page()
    assert "## `bartizan mail scan`" in reference.commands_page()
    assert "`lookalike_domain`" in reference.detectors_page()


def test_cells_cannot_break_the_table():
    assert reference._table(("a",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"
