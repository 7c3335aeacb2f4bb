"""The site's settings with nothing taken from the developer's own environment."""

import atexit
import os
import shutil
import tempfile

# Made by the first process, shared with the workers that it starts.
if "MIX_TESTS_DIR" not in os.environ:
    os.environ["MIX_TESTS_DIR"] = tempfile.mkdtemp(prefix="mix-tests-")
    atexit.register(shutil.rmtree, os.environ["MIX_TESTS_DIR"], ignore_errors=True)
tests_dir = os.environ["MIX_TESTS_DIR"]
worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")

os.environ.update(
    MIX_ENV="development",
    SECRET_KEY="only-for-the-tests",
    DEBUG="0",
    SITE_URL="https://www.progettomix.it",
    ALLOWED_HOSTS="www.progettomix.it",
    PROXY_COUNT="0",
    REQUIRE_SECOND_FACTOR="0",
    SESSION_IDLE_MINUTES="120",
    SERVE_MEDIA="1",
    VAR_DIR=f"{tests_dir}/{worker}",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL")
    or f"sqlite:///{tests_dir}/{worker}/db.sqlite3",
    EMAIL_URL="",
    DEFAULT_FROM_EMAIL="Mix <mix@progettomix.it>",
    LOG_LEVEL="WARNING",
)

from mix_site.settings import *  # noqa: E402, F403
from mix_site.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

# Absolute addresses are the real ones, while client and browser speak plain HTTP.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"

# A file, unlike memory, locks as the real database does when threads meet.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": f"{tests_dir}/{worker}/test.sqlite3"}
DATABASES["default"]["CONN_MAX_AGE"] = 0

STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
STATIC_ROOT.mkdir(exist_ok=True)

# Tests have days of their own, and the queries of an address are counted.
SETTLE_PHOTOS_EACH_DAY = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
