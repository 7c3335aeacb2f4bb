"""Measure a site of its own with Lighthouse and axe, and its texts with Gulpease.

    make audit

Prints the tables, writes them to var/audit.json, and ends with 1 when anything is
below the bar. Lighthouse simulates a phone on a slow line (1.6 Mbit/s, 150 ms), so
the figures want a machine with nothing else to do.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import django

from tests import machine
from tests.audit import report, site
from tests.conftest import BROWSER_ARGUMENTS

ROOT = Path(__file__).resolve().parent.parent.parent
RUNNER = Path(__file__).with_name("lighthouse.mjs")
# What is asked in the light and narrow, and again in the dark and wide.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [("light", 360), ("dark", 1280)]


def main():
    if not (chromium := machine.chromium()):
        sys.exit("No Chromium on this machine: the audit cannot be made.")
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    address = site.choose(var / "audit")
    site.fill()
    django.setup()
    from tests import readability
    from tests.audit import pages

    kinds, broken = pages.crawl()
    with site.served(address):
        found = {
            "lighthouse": run_lighthouse(chromium, address, pages.measured()),
            "axe": run_axe(chromium, address, kinds),
            "pages asked by axe": kinds,
            "broken links": broken,
            "gulpease": [text._asdict() for text in readability.every_text()],
        }
    found["faults"] = report.faults(found)
    (var / "audit.json").write_text(json.dumps(found, indent=2, ensure_ascii=False))
    print(report.tables(found))
    print(f"\n{var / 'audit.json'}")
    return 1 if found["faults"] else 0


def run_lighthouse(chromium, address, measured):
    """Return {name: scores and what cost points} of the `measured` pages."""
    addresses = [address + path for path in measured.values()]
    command = ["node", RUNNER, chromium, json.dumps(BROWSER_ARGUMENTS), *addresses]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(zip(measured, json.loads(answer.stdout), strict=True))


def run_axe(chromium, address, kinds):
    """Return every finding as {page, view, rule, where}."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = {"executable_path": chromium, "args": BROWSER_ARGUMENTS}
        browser = playwright.chromium.launch(**options)
        found = [
            finding
            for scheme, width in VIEWS
            for finding in axe_findings(browser, address, kinds, scheme, width)
        ]
        browser.close()
    return found


def axe_findings(browser, address, kinds, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 900}
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    for path in kinds:
        page.goto(address + path)
        for violation in Axe().run(page, options=options).response["violations"]:
            for node in violation["nodes"]:
                where = " ".join(map(str, node["target"]))
                view = f"{scheme}, {width}"
                rule = violation["id"]
                yield {"page": path, "view": view, "rule": rule, "where": where}
    page.close()


if __name__ == "__main__":
    sys.exit(main())
