from bartizan.assembly import tables
from bartizan.storage.schema import Instant, Json, metadata


def test_every_table_is_named_after_its_package():
    packages = {module.__name__.split(".")[1] for module in tables.LOADED}
    assert {name.split("_")[0] for name in metadata.tables} == packages


def test_across_packages_no_foreign_keys():
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            assert key.column.table.name.split("_")[0] == table.name.split("_")[0]


def test_our_types_are_written_by_name():
    assert tables.render("type", Json, None) == "bartizan.storage.schema.Json"
    assert tables.render("type", Instant(), None) is False
    assert tables.same_type(None, None, None, None, Instant()) is False
