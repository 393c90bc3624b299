import pytest

from bartizan.forensics.html.reading import read_html


def test_text_as_it_is_read():
    facts = read_html("<title>T</title><h1>Dear\n  user</h1>pay<b>p</b>al<br>now<script>x</script>")
    assert facts.text == "Dear user\npaypal\nnow"
    assert facts.title == "T"
    assert read_html("<pre>a\n b</pre>").text == "a\nb"


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="display:none">x</p>',
        '<p style="DISPLAY : none !important">x</p>',
        '<p style="visibility:hidden">x</p>',
        '<p style="font-size:0">x</p>',
        '<p style="font-size:1px">x</p>',
        '<p style="opacity:0">x</p>',
        '<p style="color:#fff">x</p>',
        '<p style="color:rgb(255, 255, 254)">x</p>',
        '<p style="color:rgba(0,0,0,0)">x</p>',
        '<p style="color:transparent">x</p>',
        '<div style="background:#222"><p style="color:#222222">x</p></div>',
        '<table bgcolor="navy"><tr><td><font color="#000080">x</font></td></tr></table>',
        '<body bgcolor="#000000" text="black">x',
        '<p style="height:0;overflow:hidden">x</p>',
        '<p style="max-height:0px;overflow:hidden">x</p>',
        '<p style="position:absolute;left:-9999px">x</p>',
        '<p style="text-indent:-9999px">x</p>',
        '<p style="mso-hide:all">x</p>',
        "<p hidden>x</p>",
        "<style>.a{display:none}</style><p class='b a'>x</p>",
        "<style>#a{font-size:0}</style><p id=a>x</p>",
        "<style>/* c */ span, i{opacity:0}</style><i>x</i>",
    ],
)
def test_hidden_text(markup):
    facts = read_html(markup + "<div>y</div>")
    assert facts.hidden_text.replace("y", "").strip() == "x"
    assert "x" not in facts.text


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color:#333">x</p>',
        '<div style="background:black"><p style="color:white">x</p></div>',
        '<div style="visibility:hidden"><p style="visibility:visible">x</p></div>',
        '<div style="font-size:0"><p style="font-size:14px">x</p></div>',
        '<div style="background:url(a.png)"><p style="color:#fff">x</p></div>',
        "<style>@media (max-width:600px){.a{display:none}}</style><p class=a>x</p>",
        '<p style="height:0">x</p>',
        '<p style="font-size:0.9em">x</p>',
    ],
)
def test_text_that_only_looks_hidden(markup):
    facts = read_html(markup)
    assert (facts.text, facts.hidden_text) == ("x", "")


def test_links():
    facts = read_html(
        '<a href=" http://a.example " title="b"><b>Your</b> bank</a>'
        '<a name="x">no</a><div style="display:none"><a href="h">z</a></div>'
        '<a href="i"><img src="p.png"></a>'
    )
    first, hidden, image = facts.links
    assert (first.href, first.text, first.title) == (" http://a.example ", "Your bank", "b")
    assert (first.hidden, hidden.hidden, hidden.text) == (False, True, "z")
    assert (image.has_image, image.text) == (True, "")


def test_forms_and_inputs():
    facts = read_html(
        '<form action="https://x.example" method=POST><input name=u><input type=PASSWORD name=p>'
        "<textarea name=t></textarea></form><input type=password>"
    )
    (form,) = facts.forms
    assert (form.action, form.method, form.asks_password) == ("https://x.example", "post", True)
    assert form.inputs == (("text", "u"), ("password", "p"), ("textarea", "t"))
    assert facts.stray_inputs == (("password", ""),)


def test_images():
    facts = read_html(
        '<img src="a.png" alt="A" width=600 height="20px"><img src=b width=1 height=1>'
    )
    picture, pixel = facts.images
    assert (picture.src, picture.alt, picture.width, picture.height) == ("a.png", "A", 600, 20)
    assert (picture.is_pixel, pixel.is_pixel) == (False, True)


def test_what_is_attempted():
    facts = read_html(
        """<base href="http://b.example"><base href="c">
        <meta http-equiv=refresh content="0; url='http://r.example'">
        <iframe src="f"></iframe><object data="o"></object><embed src="e"><!-- c -->
        <img src=x onerror="y()"><a href=" java\tscript:z()">j</a><a href="data:text/html,x">d</a>
        <script src="s.js"></script>
        <script>var b = new Blob([atob(p)]); navigator.msSaveBlob(b)</script>"""
    )  # fmt: skip
    assert facts.base_href == "http://b.example"
    assert facts.meta_refresh == ("http://r.example",)
    assert (facts.frames, facts.embedded) == (("f",), ("o", "e"))
    assert facts.event_handlers == ("onerror",)
    assert facts.script_uris == (" java\tscript:z()",)
    assert facts.data_uris == ("data:text/html,x",)
    assert facts.script_sources == ("s.js",)
    assert len(facts.scripts) == 1
    assert facts.smuggling == ("Blob", "atob", "msSaveBlob")
    assert facts.comments == 1


def test_nothing_is_nothing():
    facts = read_html("")
    assert (facts.text, facts.links, facts.forms, facts.cut) == ("", (), (), False)


@pytest.mark.parametrize("filler", [" ", "\n", "\t\r\n", "\x01 "])
def test_no_filler_before_a_scheme_hides_it(filler):
    assert read_html(f'<a href="{filler * 1000}javascript:alert(1)">x</a>').script_uris


@pytest.mark.parametrize("filler", ["\n", "\t\r"])
def test_no_filler_inside_a_scheme_hides_it(filler):
    assert read_html(f'<a href="java{filler * 5000}script:alert(1)">x</a>').script_uris


def test_a_space_inside_makes_it_another_scheme():
    assert not read_html('<a href="java script:alert(1)">x</a>').script_uris


def test_words_cut_by_hidden_text_are_counted():
    hidden = '<i style="display:none">x</i>'
    facts = read_html(f"<p>Pay{hidden}Pal and {hidden} more</p>{hidden}<p>Pay{hidden}Pal</p>")
    assert facts.split_words == 2
