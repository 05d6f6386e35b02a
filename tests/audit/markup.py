"""The Nu HTML checker on every kind of page, with the notice open: no error. Where there is no Java, html-validate."""

import json
import subprocess
from pathlib import Path

from pages import PAGES, open_page
from playwright.sync_api import Browser, Response
from tools import fetch, has_java


def judge(browser: Browser, address: str, folder: Path) -> tuple[int, list[str]]:
    """Return how many pages were checked, and each error in a line; the pages are kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page, documents = context.new_page(), []
    page.on("response", lambda response: documents.append(response) if _is_document(response) else None)
    for name in PAGES:
        open_page(page, name)
        file = folder / f"{name.replace(', ', '-').replace(' ', '-')}.html"
        file.write_bytes(documents[-1].body())
    context.close()
    files = sorted(folder.glob("*.html"))
    return len(files), check_by_nu(files) if has_java() else check_by_html_validate(files)


def _is_document(response: Response) -> bool:
    """Whether it is a page and not a picture of it or a redirect to it; frames are not in these pages."""
    return response.request.resource_type == "document" and not 300 <= response.status < 400


def check_by_nu(files: list[Path]) -> list[str]:
    jar = fetch("vnu-jar") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    messages = json.loads(said)["messages"]
    return [
        f"{Path(message['url']).name}, line {message.get('lastLine')}: {message['message']}"
        for message in messages
        if message["type"] != "info"
    ]


def check_by_html_validate(files: list[Path]) -> list[str]:
    program = fetch("html-validate") / ".bin" / "html-validate"
    command = [str(program), "--preset", "standard", "--formatter", "json", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [
        f"{Path(report['filePath']).name}, line {message['line']}: {message['message']}"
        for report in json.loads(said or "[]")
        for message in report["messages"]
        if message["severity"] == 2
    ]
