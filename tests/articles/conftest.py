"""The cast of the articles: a small town with five stories, and pictures of every kind that a newsroom gets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from broadsheet.articles.publishing import Report

Publish = Callable[[], Report]
Write = Callable[..., Path]
Draw = Callable[..., Path]


@pytest.fixture
def town(write_story: Write, publish: Publish) -> None:
    """A small site: five stories in two sections."""
    for day, (name, section) in enumerate(
        [("ferry", "Coast"), ("wall", "Coast"), ("mill", "Coast"), ("bus", "Town"), ("library", "Town")],
        start=1,
    ):
        write_story(name, f"The {name} story", text=f"The harbour and the {name}.", section=section, day=day)
    publish()


@pytest.fixture
def publish_file(content: Path, publish: Publish) -> Callable[..., None]:
    """Publish one article: `publish_file("Its text.", title="A story", kicker="Analysis")`; its address is /story."""

    def run(text: str = "The harbour is calm.", name: str = "story", **head: str) -> None:
        lines = {"title": "A story", "path": f"/{name}", "published": "2021-11-05 09:00"} | head
        front = "".join(f"{key}: {value}\n" for key, value in lines.items())
        (content / f"{name}.md").write_text(f"---\n{front}---\n\n{text}\n", "utf-8")
        assert [str(problem) for problem in publish().problems if problem.fatal] == []

    return run


@pytest.fixture
def draw(content: Path) -> Draw:
    """Write a picture whose left half is red and right half blue: `draw("boat.jpg", (1500, 1000), quality=90)`."""

    def run(name: str, size: tuple[int, int] = (1000, 600), mode: str = "RGB", **saving: object) -> Path:
        image = Image.new("RGB", size, "red")
        ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), "blue")
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        image.convert(mode).save(file, **saving)  # type: ignore[arg-type]
        return file

    return run
