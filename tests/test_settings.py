import re
import tomllib
from pathlib import Path

import pytest

from broadsheet.settings import Settings, SettingsError, declared, load_settings
from broadsheet.shipped import shipped

FILE = shipped("config") / "broadsheet.toml"


def test_the_shipped_file_holds_every_setting_with_its_default_and_help() -> None:
    content = tomllib.loads(FILE.read_text("utf-8"))
    assert list(content) == list(declared())
    for name, field in declared().items():
        default = "" if field.default is None else field.default
        assert content[name] == (str(default) if isinstance(default, Path) else default)
        assert f"# {field.metadata['help']}\n{name} = " in FILE.read_text("utf-8")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text('port = 9001\nsite_name = "Ours"\n')
    settings = load_settings(file, {"BROADSHEET_PORT": "9002"})
    assert (settings.port, settings.site_name) == (9002, "Ours")


def test_PORT_is_understood_and_gives_way_to_our_own_name() -> None:
    assert load_settings(FILE, {"PORT": "9003"}).port == 9003
    assert load_settings(FILE, {"PORT": "9003", "BROADSHEET_PORT": "9004"}).port == 9004


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"BROADSHEET_PROT": "1"}, "prot"),
        ({"BROADSHEET_PORT": "many"}, "port"),
        ({"BROADSHEET_PORT": "0"}, "port"),
        ({"BROADSHEET_PORT": "70000"}, "port"),
        ({"BROADSHEET_WORKERS": "1.5"}, "workers"),
        ({"BROADSHEET_COMMENTS_MODERATION": "maybe"}, "comments_moderation"),
        ({"BROADSHEET_DATA": ""}, "data"),
        ({"BROADSHEET_DEMO": "yes"}, "demo"),
        ({"BROADSHEET_TIMEZONE": "Mars/Olympus"}, "timezone"),
        ({"BROADSHEET_TIMEZONE": "../etc/passwd"}, "timezone"),
        ({"BROADSHEET_ADDRESS": "news.example.org"}, "address"),
        ({"BROADSHEET_ADDRESS": "https://news.example.org/?path"}, "address"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=rf"\b{named}\b"):
        load_settings(FILE, given)


@pytest.mark.parametrize("line", ["port = true", "port = 1.5", "site_name = 3", "colour = 'red'", "port ="])
def test_a_wrong_line_of_the_file_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "broadsheet.toml"
    file.write_text(line)
    with pytest.raises(SettingsError, match=re.escape(str(file)) + "|" + line.split()[0]):
        load_settings(file, {})


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_settings(tmp_path / "nowhere.toml", {})


def test_folders_follow_from_the_data_folder() -> None:
    settings = Settings(data=Path("/srv/news"))
    assert settings.content_folder == Path("/srv/news/articles")
    assert settings.database_address == "sqlite:////srv/news/broadsheet.sqlite3"
