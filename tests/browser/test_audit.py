"""`broadsheet privacy audit` looks at the served site in a Chromium of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.shipped import shipped

Audit = Callable[..., subprocess.CompletedProcess[str]]
STORY = "/coast/tide-mill"


@pytest.fixture
def audit(site: str, tmp_path: Path) -> Audit:
    """Run the real command against a page; each pair replaces a text of the policy that it is held against."""

    def run(
        *changes: tuple[str, str], url: str = f"{site}{STORY}", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "config"
        folder.mkdir(exist_ok=True)
        for file in shipped("config").iterdir():
            shutil.copy(file, folder)
        text = (folder / "privacy.toml").read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (folder / "privacy.toml").write_text(text, "utf-8")
        for file in folder.glob("privacy.*.toml"):  # They would name what is not declared any more.
            file.unlink()
        return subprocess.run(
            [str(Path(sys.executable).with_name("broadsheet")), "privacy", "audit", url],
            cwd=tmp_path,
            env={**os.environ, "PORT": site.rsplit(":", 1)[1], **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_the_demo_is_as_its_policy_says(audit: Audit, site: str) -> None:
    result = audit()
    assert (result.returncode, result.stderr.splitlines()) == (
        0, ["Looking before a choice …", "Looking after refusing …", "Looking after granting …"],
    )  # fmt: skip
    before, after = result.stdout.split("after refusing:")
    refused, granted = after.split("after granting:")
    assert "nothing kept, nobody else contacted" in before
    assert refused.split() == ["declared", "cookie", "broadsheet_choices", "(choices)"]
    for line in (
        "cookie   demo_statistics (reading-statistics)",
        "cookie   demo_advertising (advertising)",
        "host     http://localhost:",
    ):
        assert line in granted
    assert result.stdout.endswith("Everything is as the policy says.\n")


def test_what_is_not_declared_is_named_with_the_line_that_would(audit: Audit, site: str) -> None:
    result = audit(
        ('name = "demo_statistics"', 'name = "something_else"'),
        ('hosts = { script-src = ["http://localhost:{port}"] }', ""),
        ('hosts = { frame-src = ["http://localhost:{port}"] }', ""),
    )  # fmt: skip
    assert result.returncode == 1
    assert "undeclared  cookie   demo_statistics" in result.stdout
    assert '  [[service.cookies]]\n        name = "demo_statistics"\n' in result.stdout
    assert 'duration = "30 days"' in result.stdout
    port = site.rsplit(":", 1)[1]
    there = f'["http://localhost:{port}"]'
    assert f"hosts = {{ frame-src = {there}, script-src = {there} }}" in result.stdout
    assert "things are not as the policy says" in result.stderr


def test_what_is_there_without_consent_is_a_fault(audit: Audit) -> None:
    """As if the choice's own cookie were declared as advertising."""
    result = audit(
        ('name = "broadsheet_choices"', 'name = "other"'),
        ('name = "demo_advertising"', 'name = "broadsheet_choices"'),
    )
    assert result.returncode == 1
    assert "not granted cookie   broadsheet_choices (advertising)" in result.stdout


@pytest.mark.parametrize(
    ("url", "environment", "words"),
    [
        ("http://127.0.0.1:9/", {}, "cannot be opened"),
        ("file:///etc/passwd", {}, "is no address of a page"),
        ("http://127.0.0.1:9/", {"CHROMIUM": "/nowhere/chromium"}, "/nowhere/chromium does not start"),
    ],
)
def test_what_cannot_be_audited_is_said(
    audit: Audit, url: str, environment: dict[str, str], words: str
) -> None:
    result = audit(url=url, **environment)
    assert result.returncode in {1, 2}
    assert words in result.stderr
    assert "Traceback" not in result.stderr
