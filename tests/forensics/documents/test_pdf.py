from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bartizan.forensics.examination import Trait, Trouble


def test_structure_and_pages_are_read_together(make, read, traits):
    link = "<</Type/Annot/Subtype/Link/Rect[0 0 200 200]/A<</S/URI/URI(https://x.test/)>>>>"
    reading = read(make.page(link, catalogue="/OpenAction<</S/JavaScript/JS(go)>>", words="Open"))
    assert traits(reading) == ["javascript", "link", "open-action"]
    assert (reading.text, reading.urls) == ("Open", ("https://x.test/",))


def test_structure_is_kept_where_pages_are_broken(read):
    reading = read(b"%PDF-1.4 1 0 obj<</S/Launch/F(cmd)>>endobj")
    assert reading.signs[0].trait is Trait.LAUNCH
    assert reading.defects[0].trouble is Trouble.BROKEN


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, 700), noise=st.binary(min_size=1, max_size=8))
def test_a_damaged_document_never_raises(make, read, place, noise):
    content = make.page()
    damaged = content[:8] + (content[:place] + noise + content[place + len(noise) :])[8:]
    assert not [one for one in read(damaged).defects if "could not go on" in one.sentence]
