import os
import subprocess
import sys
from pathlib import Path

import pytest


def broadsheet(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command, as a person would."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("broadsheet")), *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["serve"],
        ["new"],
        ["comments"],
        ["comments", "approve"],
        ["privacy"],
        ["privacy", "audit"],
        ["mail"],
        ["mail", "test"],
        ["related"],
        ["related", "explain"],
        ["chores"],
        ["doctor"],
    ],
)
def test_every_command_explains_itself(tmp_path: Path, command: list[str]) -> None:
    result = broadsheet(*command, "--help", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.startswith("Usage: broadsheet")


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    assert broadsheet("srve", cwd=tmp_path).returncode == 2
    assert broadsheet("new", cwd=tmp_path).returncode == 2
    assert broadsheet("serve", "--port", "many", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"BROADSHEET_COLOUR": "red"}, "no setting named colour"),
        ({"BROADSHEET_PRIVACY_POLICY": "/nowhere.toml"}, "/nowhere.toml"),
        ({"BROADSHEET_DATABASE": "sqlite:////nowhere/at/all.sqlite3"}, "database cannot be used"),
        ({"BROADSHEET_DATABASE": "nonsense"}, "database"),
        ({"BROADSHEET_DATABASE": "mysql://x/y"}, "database is"),
        ({"BROADSHEET_ADDRESS": "http://[bad"}, "address is"),
        ({"BROADSHEET_ADDRESS": "https://a.example:abc"}, "address is"),
        ({"BROADSHEET_MAIL_SERVER": "smtp://mail.example.org"}, "address is empty"),
        ({"BROADSHEET_DATA": "/proc/nowhere"}, "/proc/nowhere"),
        ({"BROADSHEET_CONTENT": "x", "BROADSHEET_CONFIG": "/nowhere.toml"}, "/nowhere.toml"),
    ],
)
def test_a_failure_is_a_plain_sentence(tmp_path: Path, environment: dict[str, str], words: str) -> None:
    result = broadsheet("serve", cwd=tmp_path, **environment)
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.stderr


def test_no_port_is_no_port(tmp_path: Path) -> None:
    result = broadsheet("serve", "--port", "0", cwd=tmp_path)
    assert result.returncode == 1
    assert "port is 0" in result.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = broadsheet("serve", "--content", "stories", cwd=tmp_path)
    assert result.returncode == 1
    assert "no folder stories" in result.stderr


def test_new_writes_a_file_once(tmp_path: Path) -> None:
    first = broadsheet("new", "My story", "--content", "stories", cwd=tmp_path)
    assert (first.returncode, (tmp_path / "stories" / "my-story.md").exists()) == (0, True)
    again = broadsheet("new", "My story", "--content", "stories", cwd=tmp_path)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert broadsheet("new", "???", cwd=tmp_path).returncode == 1


def test_a_secrets_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "secrets").write_bytes(b"\xff\xfe")
    result = broadsheet("serve", cwd=tmp_path)
    assert result.returncode == 1
    assert str(data / "secrets") in result.stderr
    assert "Traceback" not in result.stderr
