"""What a file of a page makes a browser fetch, and what it only mentions."""

import pytest

from kildesvar.references import named_in
from kildesvar.selftest import keeps_to_itself

PAGE = """<!doctype html><html><head>
<link rel="stylesheet" href="https://cdn.example/a.css"><link rel="canonical" href="https://home.example/">
<link rel="preconnect" href="//fonts.example">
<script type="module" src="./main.js"></script><style>@import "b.css"; p { background: url(c.png) }</style>
<meta property="og:image" content="https://picture.example/x.jpg">
<script>const x = "https://said.example/"; import("https://run.example/y.js");</script></head>
<body style="background: url('d.png')"><a href="https://link.example/">a</a>
<img src="e.png" srcset="f.png 1x, g.png 2x">
<video poster="h.png"></video><object data="i.swf"></object><iframe src="https://frame.example/"></iframe>
<svg><use href="#inside"/><use href="j.svg#k"/></svg><img src="data:image/png;base64,AA=="></body></html>"""


def test_a_page() -> None:
    named = named_in("text/html; charset=utf-8", PAGE)
    assert named.fetched == {
        "https://cdn.example/a.css", "//fonts.example", "./main.js", "b.css", "c.png", "https://run.example/y.js",
        "d.png", "e.png", "f.png", "g.png", "h.png", "i.swf", "https://frame.example/", "j.svg#k",
    }  # fmt: skip
    mentioned = ("home.example/", "picture.example/x.jpg", "said.example/", "link.example/")
    assert named.mentioned == {f"https://{each}" for each in mentioned}


@pytest.mark.parametrize(
    ("kind", "text", "fetched"),
    [
        ("text/css", "@import url(//x.example/a.css); p { src: url( 'b.woff2' ) }", {"//x.example/a.css", "b.woff2"}),
        ("text/css", "p { background: url(data:image/png;base64,AA) }", set()),
        ("text/javascript", 'import{a}from"./a.js";import"./b.js";export*from"/c.js"', {"./a.js", "./b.js", "/c.js"}),
        ("text/javascript", "() => import(`./d.js`); import('https://x.example/')", {"./d.js", "https://x.example/"}),
        ("text/javascript", 'd=(m.f||(m.f=["./f.js","./g.css"]))', {"./f.js", "./g.css"}),
        ("application/javascript", 'fetch("https://x.example/api"); from "bare-name"; import(`./${name}.js`)', set()),
        ("application/json", '{"stylesheets": ["https://x.example/s.css"], "text": ["https://y.example/"]}', {"https://x.example/s.css"}),
        ("image/png", "url(x.png)", set()),
    ],
)  # fmt: skip
def test_other_files(kind: str, text: str, fetched: set[str]) -> None:
    named = named_in(kind, text)
    assert named.fetched == fetched
    assert not named.fetched & named.mentioned


@pytest.mark.parametrize(
    ("policy", "kept"),
    [
        ("default-src 'self'; img-src 'self' data:; script-src 'self' 'unsafe-eval'", True),
        ("default-src 'none'; connect-src 'self'", True),
        ("", False),
        ("script-src 'self'", False),
        ("default-src *", False),
        ("default-src 'self' https:", False),
        ("default-src 'self'; font-src https://fonts.gstatic.com", False),
        ("default-src 'self'; img-src *", False),
    ],
)
def test_a_policy_that_keeps_the_browser_here(policy: str, kept: bool) -> None:
    assert keeps_to_itself(policy) is kept
