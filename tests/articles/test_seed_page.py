"""The page that the project starts from, published, has each of its elements in a better form."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import yaml
from flask.testing import FlaskClient

from broadsheet.articles.publishing import Report

OTHERS = {
    "A train through the mountains": "The train crosses the border at night, and its armoured carriages are slow.",
    "Talks between two leaders": "The leader went by train to meet the president, and both spoke of weapons.",
    "Slow railways": "On old rails a heavy train takes a day to the border, while a plane takes an hour.",
    "Bread from the harbour": "A loaf of rye, with salt from the sea and a crust that sings.",
}


def as_article(old_page: str) -> str:
    """Turn the text of the old page into a Markdown file with its head."""
    paragraphs = [line.strip() for line in old_page.splitlines() if line.strip()]
    title = paragraphs[1]
    author = paragraphs[2].removeprefix("by ")
    story = paragraphs[4 : paragraphs.index("You may also like")]
    head = {"title": title, "author": author, "section": "World", "published": "2023-09-12 08:00"}
    return f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n\n" + "\n\n".join(story) + "\n"


def test_every_element_of_the_old_page_is_there(
    shared: Path,
    content: Path,
    write_story: Callable[..., Path],
    publish: Callable[[], Report],
    client: FlaskClient,
) -> None:
    old = (shared / "seed" / "seed-page.txt").read_text("utf-8")
    (content / "train.md").write_text(as_article(old), "utf-8")
    for name, text in OTHERS.items():
        write_story(name.lower().replace(" ", "-"), name, text=text)
    assert publish().problems == []
    page = client.get("/world/train").text
    words = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))

    lines = [line.strip() for line in old.splitlines() if line.strip()]
    headline, byline = lines[1], lines[2]
    assert re.search(rf"<h1>\s*{re.escape(headline)}\s*</h1>", unescape(page))
    assert byline in words
    assert '<a rel="author" href="/authors/noor-zaman">' in page
    assert "Home World" in words
    assert "0 comments" in words
    for paragraph in lines[4 : lines.index("You may also like")]:
        assert re.sub(r"\s+", " ", paragraph) in words
    assert words.index("You may also like") < words.index("Leave a comment")
    assert page.split('<aside id="related"')[1].split("</aside>")[0].count("<h3>") == len(OTHERS)
    for element in (
        'value="accept">Accept<',
        'value="refuse">Refuse<',
        ">Read more<",
        "Privacy &amp; Cookies Policy",
    ):
        assert element in page
    assert "Noor Zaman" in client.get("/authors/noor-zaman").text
