"""How fast WordPress' export comes in: posts and comments a minute, and the memory that it takes.

The peer is the same work without the site: reading the file with the standard library's parser, event by event, and
writing what it holds into two tables of SQLite, one row for each post and comment. `--posts N` takes another size.
"""

import argparse
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import iterparse
from xml.sax.saxutils import escape

WORDS = [
    *(
        "harbour",
        "ferry",
        "tide",
        "council",
        "bridge",
        "school",
        "vote",
        "market",
        "street",
        "winter",
        "report",
        "quay",
    ),
    *(
        "light",
        "river",
        "budget",
        "plan",
        "night",
        "bus",
        "stop",
        "engineer",
        "mayor",
        "crew",
        "storm",
        "wall",
        "repair",
    ),
    *("ticket", "fare", "museum", "choir", "bakery", "library", "field"),
]
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ada Reporter</wp:author_display_name></wp:author>
"""
COMMENTS_OF_A_POST = 10
PARAGRAPHS, SENTENCE = 12, 60  # About 5 KB of text.


def write_export(file: Path, posts: int) -> None:
    chance = random.Random(8)  # noqa: S311 -- nothing secret
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for number in range(1, posts + 1):
            out.write(make_post(chance, number))
        out.write("</channel></rss>\n")


def say(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


def make_post(chance: random.Random, number: int) -> str:
    month, day = number % 12 + 1, number % 28 + 1
    date = f"2023-{month:02}-{day:02} 09:30:00"
    text = "\n\n".join(
        f"<!-- wp:paragraph -->\n<p>{say(chance, SENTENCE)} <strong>{say(chance, 3)}</strong></p>\n<!-- /wp:paragraph -->"
        for _ in range(PARAGRAPHS)
    )
    comments = "".join(make_comment(chance, number, at, date) for at in range(COMMENTS_OF_A_POST))
    return f"""<item><title>{say(chance, 7)}</title><link>https://old.example/2023/{month:02}/story-{number}/</link>
<dc:creator>ada</dc:creator><content:encoded>{escape(text)}</content:encoded>
<excerpt:encoded>{say(chance, 12)}</excerpt:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>{date}</wp:post_date>
<wp:post_date_gmt>{date}</wp:post_date_gmt><wp:post_name>story-{number}</wp:post_name><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type><wp:comment_status>open</wp:comment_status>
<category domain="category" nicename="coast">Coast</category><category domain="post_tag" nicename="tide">Tide</category>
{comments}</item>
"""


def make_comment(chance: random.Random, post: int, at: int, date: str) -> str:
    id = post * COMMENTS_OF_A_POST + at
    parent = id - 1 if at % 3 else 0
    return f"""<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Reader {at}</wp:comment_author>
<wp:comment_author_email>reader{at}@example.org</wp:comment_author_email><wp:comment_date>{date}</wp:comment_date>
<wp:comment_date_gmt>{date}</wp:comment_date_gmt><wp:comment_content>{say(chance, 40)}</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>
"""


def import_into_site(file: Path, folder: Path) -> tuple[float, float]:
    """Return the seconds that `broadsheet import` takes, and its memory at most, in megabytes."""
    command = [sys.executable, "-m", "broadsheet", "import", "wordpress", str(file)]
    begun = time.perf_counter()
    subprocess.run(
        command, check=True, env={"BROADSHEET_DATA": str(folder), "PATH": ""}, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def import_plainly(file: Path, folder: Path) -> float:
    """Return the seconds that it takes to read the file and store its texts, and nothing else."""
    begun = time.perf_counter()
    database = sqlite3.connect(folder / "plain.sqlite")
    database.execute("CREATE TABLE texts (kind TEXT, text TEXT)")
    with database:
        database.executemany("INSERT INTO texts VALUES (?, ?)", read_texts(file))
    database.close()
    return time.perf_counter() - begun


def read_texts(file: Path) -> Iterator[tuple[str, str]]:
    for _event, element in iterparse(file):  # noqa: S314 -- our own file
        kind = element.tag.rpartition("}")[2]
        if kind in {"encoded", "comment_content"}:
            yield kind, element.text or ""
        elif kind == "item":
            element.clear()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=1_000)
    posts = parser.parse_args().posts
    with tempfile.TemporaryDirectory() as place:
        folder, file = Path(place), Path(place) / "export.xml"
        write_export(file, posts)
        plain = import_plainly(file, folder)
        seconds, memory = import_into_site(file, folder / "site")
        size = file.stat().st_size / 1e6
    print(f"{posts:,} posts with {posts * COMMENTS_OF_A_POST:,} comments, {size:.1f} MB of WXR")
    print(f"  reading and storing the texts alone  {plain:7.1f} s")
    print(
        f"  broadsheet import                    {seconds:7.1f} s, {seconds / plain:.0f} times that, {memory:.0f} MB at most"
    )
    print(f"  posts a minute, with their comments  {60 * posts / seconds:7,.0f} (wanted: 1,000)")


if __name__ == "__main__":
    main()
