from bartizan.forensics.examination import Sign, Trait

MIMETYPE = "application/vnd.oasis.opendocument.text"


def opendocument(make, content: str = "", **parts: str | bytes) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def test_words_and_links(make, read):
    reading = read(opendocument(make, '<a xlink:href="https://x.test/">Pay &amp; go</a>'))
    assert (reading.text, reading.urls) == ("Pay & go", ("https://x.test/",))
    assert reading.signs == ()


def test_macros_that_run_by_themselves(make, read, traits):
    event = '<script:event-listener script:event-name="dom:load" xlink:href="macro:x"/>'
    content = opendocument(
        make, event, **{"Basic__Standard__Module1.xml": 'Sub Main\nShell("cmd")\nEnd Sub'}
    )
    assert traits(read(content)) == ["macro", "macro-runs-by-itself", "macro-suspicious"]


def test_an_empty_library_is_no_macro(make, read):
    assert read(opendocument(make, **{"Basic__script-lc.xml": "<x/>"})).signs == ()


def test_links_to_programs_and_encryption(make, read):
    dde = '<office:dde-source office:dde-application="soffice"/>'
    manifest = {"META-INF__manifest.xml": "<manifest:encryption-data/>"}
    reading = read(opendocument(make, dde, **manifest))
    assert {sign.trait for sign in reading.signs} == {Trait.DDE, Trait.ENCRYPTED}


def test_codes_on_pictures_are_read(make, read):
    reading = read(opendocument(make, **{"Pictures__a.png": make.png("https://x.test/")}))
    assert reading.codes == ("https://x.test/",)
    assert Sign(Trait.MACRO) not in reading.signs
