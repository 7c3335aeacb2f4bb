"""What this machine has for the tests, and what has to be left out."""

import os
import shutil
from pathlib import Path

HTML_CHECKER_JAR = (
    Path(__file__).resolve().parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"
)
REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "0") not in ("", "0")


def chromium():
    """Return the path of a Chromium-like browser, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def html_checker():
    """Return the command that starts the Nu HTML checker as a list, or None."""
    java = shutil.which("java")
    if java and HTML_CHECKER_JAR.exists():
        return [java, "-jar", str(HTML_CHECKER_JAR)]
    return None


def postgresql_folder():
    """Return the folder that holds initdb and pg_ctl, newest first, or None."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    return next((f for f in folders if (f / "initdb").exists()), None)


def left_out():
    """Return in a list what the tests cannot use here, each with its reason."""
    has_postgresql = os.environ.get("TEST_DATABASE_URL") or postgresql_folder()
    wanted = {
        "browser tests (no Chromium)": chromium(),
        "PostgreSQL (no server binaries, no TEST_DATABASE_URL)": has_postgresql,
        "Nu HTML checker (no Java, or npm could not fetch vnu-jar)": html_checker(),
    }
    return [what for what, present in wanted.items() if not present]
