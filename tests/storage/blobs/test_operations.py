from bartizan.storage.blobs.operations import Delete, Extend, Put, size_of


def test_only_puts_bring_bytes_along():
    assert size_of(Put(bytes(32), b"four", 0)) == 4
    assert size_of(Extend(bytes(32), 0)) == 0
    assert size_of(Delete(bytes(32))) == 0
