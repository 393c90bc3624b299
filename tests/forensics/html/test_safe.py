import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bartizan.forensics.html.marking import Mark
from bartizan.forensics.html.safe import safe_document

#: Attributes by which some browser loads, sends or runs something.
LIVE = {
    "src", "srcset", "background", "poster", "longdesc", "lowsrc", "dynsrc", "xlink:href", "data",
    "action", "formaction", "manifest", "profile", "classid", "archive", "codebase", "imagesrcset",
    "ping", "srcdoc", "usemap", "cite",
}  # fmt: skip
#: Elements that may stand in the result.
STRUCTURE = {"html", "head", "body", "meta", "style"}
BANNED = set(
    """script iframe frame frameset object embed applet base link form input button textarea select
    svg math video audio source track noscript template portal canvas title""".split()
)


def assert_inert(document: str) -> None:
    """Re-parse as a browser would and look for anything that loads, runs or sends."""
    parser = LexborHTMLParser(document)
    metas = [node.attributes for node in parser.css("meta")]
    assert metas == [{"charset": "utf-8"}, {"name": "referrer", "content": "no-referrer"}]
    for node in parser.root.traverse(include_text=False):
        if node.tag.startswith("-"):
            continue
        assert node.tag not in BANNED, node.tag
        for name, value in node.attributes.items():
            assert_attribute_inert(node.tag, name.lower(), value or "")
    for node in parser.css("style"):
        assert not re.search(r"url|import|expression|\\|<", node.text(), re.IGNORECASE)


def assert_attribute_inert(tag: str, name: str, value: str) -> None:
    assert not name.startswith("on"), name
    if name == "src":
        assert tag == "img"
        assert value.startswith(("data:image/", "/parts/")), value
    elif name == "href":
        assert tag == "a"
        assert re.match(r"(https?://|mailto:)", value, re.IGNORECASE), value
    elif name == "style":
        plain = value.replace("!important", "")
        assert not re.search(r"url|expression|image|import|\\", plain, re.IGNORECASE), value
    else:
        assert name not in LIVE, name


VECTORS = [
    "<script>alert(1)</script>",
    "<script src=//x></script>",
    "<img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<svg onload=alert(1)><image href=//x /></svg>",
    "<svg><filter><feImage xlink:href=//x /></filter></svg>",
    "<svg><style>@import '//x'</style></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<math href=javascript:alert(1)>x</math>",
    "<form action=//x><input autofocus onfocus=this.form.submit()></form>",
    "<button formaction=//x>go</button>",
    "<meta http-equiv=refresh content='0;url=//x'>",
    "<meta http-equiv=set-cookie content=a>",
    "<base href=//x>",
    "<link rel=stylesheet href=//x>",
    "<link rel=prefetch href=//x>",
    "<link rel=dns-prefetch href=//x>",
    "<link rel=preload as=image href=//x>",
    "<img src=http://x/p.png>",
    "<img srcset='//x 1x, //y 2x'>",
    "<picture><source srcset=//x><img src=//y></picture>",
    "<video src=//x poster=//y autoplay></video>",
    "<audio src=//x></audio>",
    "<input type=image src=//x>",
    "<iframe src=//x></iframe>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<object data=//x></object>",
    "<embed src=//x>",
    "<applet archive=//x></applet>",
    "<frameset><frame src=//x></frameset>",
    "<table background=//x><tr><td background=//y>z</table>",
    "<div style='background:url(//x)'>x</div>",
    "<div style='background:u\\72l(//x)'>x</div>",
    "<div style='list-style-image:url(//x)'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<div style='-moz-binding:url(//x)'>x</div>",
    "<div style='background:image-set(\"//x\" 1x)'>x</div>",
    "<div style='cursor:url(//x),auto'>x</div>",
    "<style>@import url(//x);</style>",
    "<style>@font-face{font-family:a;src:url(//x)}</style>",
    "<style>body{background:url(//x)}</style>",
    "<style>a[href^='x']{background:url(//x)}</style>",
    "<style></style><script>alert(1)</script>",
    "<style><!--</style><script>alert(1)</script>-->",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=data:text/html,x>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href=//x ping=//y>x</a>",
    "<area href=javascript:alert(1)>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src='data:text/html;base64,AAAA'>",
    "<img src='javascript:alert(1)'>",
    "<img src=x longdesc=//x usemap=#m lowsrc=//y dynsrc=//z>",
    "<blockquote cite=//x>y</blockquote>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>1</script></template>",
    "<textarea></textarea><script>1</script>",
    "<xmp><script>1</script></xmp>",
    "<plaintext><script>",
    "<title></title><img src=x onerror=1>",
    "<p title='\"><script>1</script>'>x",
    "<p class='\" onclick=\"x'>y",
    "<a href='http://x\" onmouseover=\"y'>z</a>",
    "<html manifest=//x><head profile=//y>",
    "<!--[if mso]><v:fill src=//x /><![endif]-->",
    "<v:rect><v:fill src=//x /></v:rect>",
    "<select><option><script>1</script></option></select>",
    "<![CDATA[<script>1</script>]]>",
    "<?xml-stylesheet href=//x?>",
    "<details ontoggle=x open>y</details>",
    "<marquee onstart=x>y</marquee>",
    "<isindex action=//x>",
    "<bgsound src=//x>",
    "<img src=cid:unknown>",
]


@pytest.mark.parametrize("vector", VECTORS)
def test_vectors_are_inert(vector):
    assert_inert(safe_document(f"<p>before</p>{vector}", {}))


def test_what_is_harmless_looks_the_same():
    document = safe_document(
        "<style>.a{color:red}</style><body bgcolor=#eee><table width=600><tr><td class=a "
        "style='padding:4px;text-align:center'><b>Hi</b> &lt;you&gt;<br></td></tr></table>",
        {},
    )
    assert "<style>.a{color:red}</style>" in document
    assert '<div bgcolor="#eee"><table width="600">' in document
    cell = '<td class="a" style="padding:4px;text-align:center"><b>Hi</b> &lt;you&gt;<br></td>'
    assert cell in document


def test_links_open_elsewhere_and_say_nothing():
    document = safe_document("<a href=' https://a.example/?b&c '>x</a>", {})
    assert (
        '<a href="https://a.example/?b&amp;c" rel="noopener noreferrer" target="_blank">x</a>'
        in document
    )
    assert "href" not in safe_document("<a href='ftp://x'>y</a>", {})


def test_inline_images_come_from_their_parts_and_remote_ones_wait():
    document = safe_document("<img src=cid:one@x><img src=cid:two><img src=http://r/p.png>",
                             {"one@x": "/parts/2"})  # fmt: skip
    assert '<img src="/parts/2">' in document
    assert '<img data-remote-src="cid:two">' in document
    assert '<img data-remote-src="http://r/p.png">' in document


def test_remote_styles_and_backgrounds_wait():
    document = safe_document("<td background=//x style='color:red;background:url(//y)'>", {})
    assert_inert(document)
    document = safe_document("<p background=//x style='color:red;background:url(//y)'>z", {})
    assert 'data-remote-background="//x"' in document
    assert 'style="color:red"' in document
    assert 'data-remote-style="color:red;background:url(//y)"' in document


BROKEN = "< > \" ' </ <!-- --> <style> </style> <table> <a\thref= x \0 </p> <svg> <math>".split(" ")
PIECES = st.sampled_from([*VECTORS, *BROKEN, " "])


@given(st.lists(PIECES, max_size=8).map("".join))
def test_no_mixture_of_vectors_comes_alive(markup):
    assert_inert(safe_document(markup, {"x": "/parts/1"}))


@given(st.text("<>/=\"' imgsrconxbadyle:url()javpt!-&;\n\0", max_size=150))
def test_no_text_comes_alive(markup):
    document = safe_document(markup, {})
    assert_inert(document)


@given(st.lists(PIECES, max_size=8).map("".join), st.lists(PIECES, max_size=3))
def test_marks_bring_nothing_to_life(markup, quoted):
    marks = [Mark(1, one) for one in (*quoted, "https://x.test", "click", "alert 1", "y")]
    assert_inert(safe_document(markup, {"x": "/parts/1"}, marks))
