from pathlib import Path

from killed_while_posting import kill_while_posting


def test_what_was_acknowledged_survives_kills(tmp_path: Path) -> None:
    assert kill_while_posting(tmp_path / "site", kills=3, seed=1)
