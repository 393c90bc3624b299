from bartizan.storage.blobs.layout import Layout, draft_path, drafts_in, pack_path, packs_in


def test_folders_are_private_and_made_once(tmp_path):
    layout = Layout(tmp_path / "a" / "blobs")
    layout.prepare()
    layout.prepare()
    for folder in (layout.root, layout.content, layout.notes):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_packs_are_listed_oldest_first_and_apart_from_drafts(layout):
    names = [bytes([number]) * 16 for number in (3, 1, 2)]
    for name in names:
        pack_path(layout.content, name).touch()
    draft_path(layout.content, b"d" * 16).touch()
    (layout.content / "README").touch()
    assert packs_in(layout.content) == [layout.blob_pack(name) for name in sorted(names)]
    assert [path.name for path in drafts_in(layout.content)] == ["64" * 16 + ".draft"]
    assert packs_in(layout.notes) == []
