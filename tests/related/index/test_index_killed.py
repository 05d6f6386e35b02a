from pathlib import Path

from related_killed import kill_while_adding


def test_every_article_that_was_acknowledged_survives_kills(tmp_path: Path) -> None:
    assert kill_while_adding(tmp_path / "index", kills=3, seed=1)
