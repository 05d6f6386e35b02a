"""What a backup holds, beside the database: all that makes the site and that nothing else could make again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..articles.publishing.files import list_all_files
from ..settings import Settings, find_settings_file
from ..shipped import shipped


@dataclass(frozen=True)
class Part:
    """A file, and its name in the archive, which is the one that it has in a site with the default settings."""

    name: str
    file: Path


def list_parts(settings: Settings) -> list[Part]:
    """Return the files that are there, in their order. Unpacked into one folder they are a site that can be served."""
    parts = [*_list_data(settings), *_list_config(settings), *_list_look(settings)]
    return [part for part in parts if part.file.is_file()]


def _list_data(settings: Settings) -> Iterator[Part]:
    yield Part("data/secrets", settings.secrets_file or settings.data / "secrets")
    yield Part("data/blocklist.txt", settings.blocklist_file)
    yield from _list_folder("data/articles", settings.content_folder)


def _list_config(settings: Settings) -> Iterator[Part]:
    """Yield the settings and the policy with its translations, unless they are those that we ship."""
    policy = settings.policy_file
    for file in (find_settings_file(), *sorted(policy.parent.glob(f"{policy.stem}*{policy.suffix}"))):
        if file.resolve().parent != shipped("config").resolve():
            yield Part(f"config/{file.name}", file)


def _list_look(settings: Settings) -> Iterator[Part]:
    if settings.templates:
        yield from _list_folder("templates", settings.templates)
    for file in (settings.logo, settings.logo_dark, settings.icon):
        if file:
            yield Part(f"look/{file.name}", file)


def _list_folder(name: str, folder: Path) -> Iterator[Part]:
    for inside in list_all_files(folder):
        yield Part(f"{name}/{inside}", folder / inside)
