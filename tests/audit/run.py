"""Judge the pages of the demo newsroom by what others measure by, and keep the reports in audit/report.

Exit status 1, and a line for each thing, where a demand is missed. Needs npm, a Chromium, and Java or what stands in for it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import accessibility
import lighthouse
import markup
from playwright.sync_api import sync_playwright
from tools import FOLDER, fetch

sys.path.insert(0, str(Path(__file__).parents[1] / "serving"))
from newsroom import running_newsroom

from broadsheet.consent.watching.audit import QUIET, find_chromium

REPORT = FOLDER / "report"
# Mail is offered, so that its pages are there; none is sent in the time that this takes.
SETTINGS = {"BROADSHEET_MAIL_SERVER": "smtp://127.0.0.1:9", "BROADSHEET_MAIL_FROM": "news@example.org"}
SETTINGS |= {"BROADSHEET_ADDRESS": "http://127.0.0.1:{port}"}
SETTINGS |= {"BROADSHEET_COMMENTS_FORM_SECONDS": "0", "BROADSHEET_COMMENTS_RATE": "0"}


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium; install it or name one in CHROMIUM.")
    axe = fetch("axe-core") / "axe-core" / "axe.min.js"
    shutil.rmtree(REPORT, ignore_errors=True)
    lines: list[str] = []
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, running_newsroom(Path(folder), **SETTINGS) as address:
        scores, wanting = lighthouse.judge(chromium, address, REPORT / "lighthouse")
        lines += [
            f"Lighthouse, {page}: " + ", ".join(f"{k} {v}" for k, v in of.items())
            for page, of in scores.items()
        ]
        missed += wanting
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, "--no-sandbox"])
            checked, errors = markup.judge(browser, address, REPORT / "pages")
            lines.append(f"HTML: {checked} pages, {len(errors)} errors")
            looked, violations = accessibility.judge(browser, address, axe)
            lines.append(f"axe-core, WCAG 2.2 AA: {looked} looks, {len(violations)} violations")
            browser.close()
        missed += errors + violations
    (REPORT / "summary.txt").write_text("\n".join([*lines, "", *missed]) + "\n", "utf-8")
    print("\n".join([*lines, *missed]))
    print(f"Reports: {REPORT}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
