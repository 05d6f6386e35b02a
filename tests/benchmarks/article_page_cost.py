"""What an article page costs a reader without its pictures: HTML with the notice and 50 comments, styles and scripts.

Each file is compressed alone, as it travels: by gzip (-9) and by Brotli, at the quality that servers use while they answer
(5) and at the best (11), for what is compressed once. Beside it stands the script that a page needs in addition when its
thread is Isso's; pip fetches it.
"""

import gzip
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import brotli
from flask import Flask

from broadsheet import create_app
from broadsheet.articles.publishing import publish_folder
from broadsheet.comments.models import APPROVED
from broadsheet.comments.moderation import Submission, Verdict
from broadsheet.comments.posting.storing import find_place_of_answer, store_comment
from broadsheet.demo import HERE, let_read, open_demo
from broadsheet.storage import writing

ARTICLE, ADDRESS, COMMENTS = "foghorn", "/culture/foghorn", 50
FIRST_SCREEN = 'class="text"'  # The text begins below what a phone or a screen of 800 pixels shows at first.
ISSO = ("isso", "isso/js/embed.min.js")


def compress(content: bytes) -> list[int]:
    return [
        len(gzip.compress(content, 9, mtime=0)),
        len(brotli.compress(content, quality=5)),
        len(brotli.compress(content, quality=11)),
    ]


def list_sentences() -> list[str]:
    """Return sentences that people wrote, each once: those of the demo's other stories."""
    files = [file for file in (HERE / "articles").glob("*.md") if file.stem != ARTICLE]
    texts = [file.read_text("utf-8").split("---", 2)[2] for file in sorted(files)]
    return [part for part in re.split(r"(?<=[.?!])\s+", " ".join(" ".join(texts).split())) if len(part) > 20]


def write_comments() -> None:
    """Fifty comments of two or three sentences, none of which comes twice; half of them are answers."""
    rng, ids, sentences = random.Random(6), [], list_sentences()  # noqa: S311 -- the same each time
    rng.shuffle(sentences)
    assert len(sentences) >= 2.5 * COMMENTS, len(sentences)
    with writing() as session:
        for number in range(COMMENTS):
            parent = rng.choice(ids) if ids and number % 2 else None
            text = " ".join(sentences.pop() for _ in range(2 + number % 2))
            submission = Submission(ARTICLE, parent, f"Reader {number}", email="", website="", text=text)
            place = find_place_of_answer(session, submission)
            ids.append(store_comment(session, submission, place, Verdict(APPROVED, [])).id)


def open_site(folder: Path) -> Flask:
    """Open the demo newsroom with the comments, each page of which is made anew."""
    settings = {"DATA": folder, "DEMO": True, "COMMENTS_PAGE_LENGTH": COMMENTS, "PAGE_CACHE_MB": 0}
    app = create_app({f"BROADSHEET_{name}": value for name, value in settings.items()})
    with app.app_context():
        open_demo()
        publish_folder()
        let_read()
        write_comments()
    return app


def load_page() -> dict[str, bytes]:
    """Return the page, its stylesheet and its scripts, by name."""
    with tempfile.TemporaryDirectory() as folder:
        client = open_site(Path(folder)).test_client()
        page = client.get(ADDRESS).data
        files = re.findall(r'(?:<script src|<link rel="stylesheet" href)="([^"]+)"', page.decode())
        return {"HTML": page} | {
            re.sub(r".*/|\.\w{12}(?=\.)", "", file): client.get(file).data for file in files
        }


def load_peer(folder: Path) -> bytes:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "-d",
        folder,
        ISSO[0],
    ]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.read(ISSO[1])


def main() -> None:
    loaded = load_page()
    shown = loaded["HTML"].count(b'<article class="comment')
    print(f"{'bytes':<44}{'plain':>9}{'gzip':>9}{'Brotli 5':>10}{'Brotli 11':>11}")
    rows = {name: (len(content), *compress(content)) for name, content in loaded.items()}
    rows[f"the page whole, {shown} comments, {len(loaded)} requests"] = tuple(
        map(sum, zip(*rows.values(), strict=True))
    )
    scripts = [row for name, row in rows.items() if name.endswith(".js")]
    rows["its scripts"] = tuple(map(sum, zip(*scripts, strict=True)))
    begin = loaded["HTML"][: loaded["HTML"].index(FIRST_SCREEN.encode())]
    first = [(len(part), *compress(part)) for part in (begin, loaded["site.css"])]
    rows["what the first screen needs: HTML and styles"] = tuple(map(sum, zip(*first, strict=True)))
    with tempfile.TemporaryDirectory() as folder:
        peer = load_peer(Path(folder))
    rows["the script of Isso alone, without a page"] = (len(peer), *compress(peer))
    for name, row in rows.items():
        print(f"{name:<44}{row[0]:>9}{row[1]:>9}{row[2]:>10}{row[3]:>11}")


if __name__ == "__main__":
    main()
