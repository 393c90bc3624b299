from prometheus_client import REGISTRY


def _value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


async def test_the_archive_counts_what_it_does(installation):
    new, known, indexed, searches = (
        _value("bartizan_archive_messages_total", outcome="new"),
        _value("bartizan_archive_messages_total", outcome="known"),
        _value("bartizan_archive_indexed_total"),
        _value("bartizan_archive_search_seconds_count"),
    )
    await installation.keep(installation.letter(), "m1")
    await installation.keep(installation.letter(), "m2")
    await installation.index_all()
    await installation.archive.search("")
    assert _value("bartizan_archive_messages_total", outcome="new") == new + 1
    assert _value("bartizan_archive_messages_total", outcome="known") == known + 1
    assert _value("bartizan_archive_indexed_total") == indexed + 1
    assert _value("bartizan_archive_search_seconds_count") == searches + 1
    assert _value("bartizan_archive_index_lag") == 0
