from bartizan.forensics.file_signatures import OLE_STREAMS, SIGNATURES, TYPES, ZIP_ENTRIES, Family


def test_every_signature_names_a_type_of_the_table():
    named = {row[-1] for row in (*SIGNATURES, *ZIP_ENTRIES, *OLE_STREAMS)}
    assert named <= set(TYPES)


def test_the_table_is_broad_and_complete():
    assert len(TYPES) >= 80
    for kind in TYPES.values():
        assert "/" in kind.media_type
        assert kind.extensions or kind.family in (Family.UNKNOWN, Family.TEXT, Family.TEST)


def test_longer_signatures_come_before_those_they_begin_with():
    for place, (offset, magic, _) in enumerate(SIGNATURES):
        for later_offset, later, _ in SIGNATURES[place + 1 :]:
            assert offset != later_offset or later == magic or not later.startswith(magic)
