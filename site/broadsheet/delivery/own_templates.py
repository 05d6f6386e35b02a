"""The operator's own templates: whether each is one, found out before a reader asks for it."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask, current_app
from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates
from sqlalchemy.orm import Session

from ..settings import SettingsError, settings_of
from ..shipped import shipped

PREFIX = "broadsheet/"
SUFFIXES = {".html", ".txt", ".xml", ".css"}


def list_own_templates(folder: Path) -> list[str]:
    """Return the names, below the folder, of the templates in it; what is hidden, or of another kind, is none."""
    names = [file.relative_to(folder) for file in sorted(folder.rglob("*")) if file.suffix in SUFFIXES]
    return [name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts)]


def check_own_templates(env: Environment, folder: Path) -> None:
    """Raise `SettingsError`, naming file and line, for the first template that cannot be one, or builds on none."""
    if not folder.is_dir():
        raise SettingsError(
            f"templates is {str(folder)!r}, and there is no such folder. Make it, or leave it empty."
        )
    for name in list_own_templates(folder):
        _parse(env, folder, name)
        _check_references(env, folder, name, PREFIX)
        _check_extends(env, folder, name)


def init_app(app: Flask) -> None:
    """Compile them when all filters, tests and templates are there; raise `SettingsError` where one asks for another."""
    folder = settings_of(app).templates
    if folder is None:
        return
    for name in list_own_templates(folder):
        _check_references(app.jinja_env, folder, name)
        try:
            app.jinja_env.compile(
                _parse(app.jinja_env, folder, name)
            )  # Whether it was compiled before or not.
        except TemplateSyntaxError as error:
            raise _tell(folder / name, error) from error


def find_problems(_session: Session) -> Iterator[str]:
    """Yield what the operator wrote in vain, each as a sentence: a file that nothing asks for, a block that is nowhere."""
    folder = settings_of(current_app).templates
    if folder:
        yield from _find_oddities(current_app.jinja_env, folder)


def _find_oddities(env: Environment, folder: Path) -> Iterator[str]:
    ours = shipped("templates")
    names = list_own_templates(folder)
    trees = {name: _parse(env, folder, name) for name in names}
    asked = {found for tree in trees.values() for found in find_referenced_templates(tree)}
    for name, tree in trees.items():
        if not (ours / name).is_file():
            if PREFIX + name not in asked:
                yield f"{folder / name} replaces none of our templates, and no other asks for it. Correct its name?"
        elif f"{PREFIX}original/{name}" in find_referenced_templates(tree):
            unknown = (
                _blocks(tree) - _blocks(env.parse((ours / name).read_text("utf-8"))) - _inherited(env, name)
            )
            for block in sorted(unknown):
                yield f"{folder / name} has a block {block}, which is in no template that it extends, so it is not shown."


def _parse(env: Environment, folder: Path, name: str) -> nodes.Template:
    file = folder / name
    try:
        return env.parse(file.read_text("utf-8"), name, str(file))
    except TemplateSyntaxError as error:
        raise _tell(file, error) from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"The template {file} is not UTF-8. Save it as that.") from error
    except OSError as error:
        raise SettingsError(f"The template {file} cannot be read: {error.strerror}.") from error


def _tell(file: Path, error: TemplateSyntaxError) -> SettingsError:
    return SettingsError(f"The template {file} has a mistake in line {error.lineno}: {error.message}")


def _check_references(env: Environment, folder: Path, name: str, prefix: str = "") -> None:
    """Raise `SettingsError` for a template, under a prefix, that this one asks for by name and that is not there."""
    asked = {found or "" for found in find_referenced_templates(_parse(env, folder, name))} - {""}
    for found in sorted(asked):
        try:
            if found.startswith(prefix):
                _source_of(env, found)
        except TemplateNotFound as error:
            raise SettingsError(
                f"The template {folder / name} asks for {found}, which is not there. Ours are named "
                f"{PREFIX}original/<area>/<page>.html."
            ) from error


def _check_extends(env: Environment, folder: Path, name: str) -> None:
    """Follow what a template extends, and raise `SettingsError` if that leads back to it."""
    here = PREFIX + name
    seen, extended = {here}, _extended(env, here)
    while extended:
        if extended in seen:
            raise SettingsError(
                f"The template {folder / name} extends itself. Write: "
                f'{{% extends "{PREFIX}original/{name}" %}}'
            )
        seen.add(extended)
        extended = _extended(env, extended)


def _extended(env: Environment, name: str) -> str | None:
    """Return the name of the template that one extends, if it extends one by name."""
    try:
        tree = env.parse(_source_of(env, name))
    except TemplateError:
        return None  # Its own turn tells of it.
    for node in tree.find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const):
            return str(node.template.value)
    return None


def _source_of(env: Environment, name: str) -> str:
    assert env.loader is not None  # noqa: S101 -- Flask's environment has one
    return env.loader.get_source(env, name)[0]


def _blocks(tree: nodes.Template) -> set[str]:
    return {block.name for block in tree.find_all(nodes.Block)}


def _inherited(env: Environment, name: str) -> set[str]:
    """Return the blocks of all that the original extends."""
    found: set[str] = set()
    seen: set[str] = set()
    extended = _extended(env, f"{PREFIX}original/{name}")
    while extended and extended not in seen:
        seen.add(extended)
        found |= _blocks(env.parse(_source_of(env, extended)))
        extended = _extended(env, extended)
    return found
