"""Published vectors in articles whose text is HTML, looked at in a real browser that passes over our policy."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AT_ONCE = 80
TIME_TO_ACT_MS = 300
HEAD = "---\ntitle: Vectors\npath: /vectors/{}\nmarkup: html\n---\n"
STRANGE = """() => [...document.querySelectorAll(".text *")].filter(element => !element.closest(".embed") && (
  !["P", "BR", "EM", "STRONG", "A", "BLOCKQUOTE", "UL", "OL", "LI", "CODE", "PRE", "H2", "H3", "H4", "H5", "H6", "HR", "S",
    "DIV", "TABLE", "CAPTION", "THEAD", "TBODY", "TFOOT", "TR", "TH", "TD", "DL", "DT", "DD", "DETAILS", "SUMMARY", "SUP",
    "SUB", "INS", "DEL", "MARK", "ABBR", "CITE", "Q", "KBD", "SAMP", "VAR", "SMALL"].includes(element.tagName)
  || element.getAttributeNames().some(name => name.startsWith("on") || name === "style")
  || element.tagName === "A" && element.hasAttribute("href") && !/^(https?|mailto)?:$/.test(element.protocol)
)).map(element => element.outerHTML)"""


def read_vectors(shared: Path) -> list[str]:
    purify = (shared / "xss" / "dompurify-expect.mjs").read_text("utf-8")
    payloads = re.findall(r'^ *"payload": ("(?:[^"\\]|\\.)*")', purify, re.M)
    pieces = re.split(r'(?=<div id="\d+">)', (shared / "xss" / "h5sc-vectors.txt").read_text("utf-8"))
    vectors = [vector.replace("\0", "") for vector in [*map(json.loads, payloads), *pieces]]
    assert len(vectors) > 300
    return vectors


def test_a_vector_in_an_article_does_nothing(
    shared: Path,
    tmp_path: Path,
    run_site: Callable[..., AbstractContextManager[str]],
    visit: Callable[..., Page],
) -> None:
    vectors = read_vectors(shared)
    groups = [vectors[start : start + AT_ONCE] for start in range(0, len(vectors), AT_ONCE)]
    articles = tmp_path / "data" / "articles"
    articles.mkdir(parents=True)
    for number, group in enumerate(groups):
        text = "".join(f"<p>Vector.</p>{vector}" for vector in group)
        (articles / f"{number}.md").write_text(HEAD.format(number) + text, "utf-8")
    with run_site(tmp_path) as address:
        page = visit("about:blank", javascript=True, bypass_csp=True)
        noted: list[str] = []
        page.on("dialog", lambda dialog: (noted.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: noted.append(f"error in a script: {error}"))
        page.on("popup", lambda popup: noted.append(f"window {popup.url}"))
        page.on("request", lambda request: noted.append(request.url))
        for number in range(len(groups)):
            wait_for_page(page, f"{address}/vectors/{number}")
            page.wait_for_timeout(TIME_TO_ACT_MS)
            assert page.locator(".text p").count() > 1
            assert page.evaluate(STRANGE) == []
    assert [note for note in noted if urlsplit(note).netloc != urlsplit(address).netloc] == []


def wait_for_page(page: Page, address: str) -> None:
    """Open a page, which may not be published yet."""
    for _ in range(100):
        answer = page.goto(address)
        if answer and answer.status == 200:
            return
        page.wait_for_timeout(TIME_TO_ACT_MS)
    raise AssertionError(f"{address} was never published")
