from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from broadsheet.articles.publishing import Report
from broadsheet.doctor import doctor

WITHOUT_ALT = "---\ntitle: Boat\nimage: boat.png\n---\n\n![](boat.png)\n\nA ![](boat.png) boat, ![a > b](boat.png) told.\n"


def test_pictures_that_say_nothing_or_are_gone_are_named(
    app: Flask, content: Path, picture: Path, publish: Callable[[], Report]
) -> None:
    (content / "boat.md").write_text(WITHOUT_ALT)
    publish()
    said = FlaskCliRunner(app).invoke(doctor).output
    assert "pictures: 3 to look at" in said
    assert said.count("boat.md shows /media/boat.png") == 3
    picture.unlink()
    result = FlaskCliRunner(app).invoke(doctor)
    assert result.exit_code == 1
    assert "boat.md shows boat.png, and this file is gone. Put it back" in result.output


def test_pictures_that_are_told_are_in_order(
    app: Flask, content: Path, picture: Path, publish: Callable[[], Report]
) -> None:
    (content / "boat.md").write_text(
        WITHOUT_ALT.replace("image: boat.png", "image: {file: boat.png, alt: A boat}").replace(
            "![]", "![A boat]"
        )
    )
    publish()
    assert "pictures: in order" in FlaskCliRunner(app).invoke(doctor).output
