"""One settings module, read from the environment; README.md has the table.

Anything not said is production: a missing secret or host stops the start.
`MIX_ENV=development` (what the Makefile sets) allows a plain laptop instead.
"""

import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from mix_site.environment import ensure_development_secret

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
IS_DEVELOPMENT = env("MIX_ENV", default="production") == "development"
if IS_DEVELOPMENT and not os.environ.get("SECRET_KEY"):
    ensure_development_secret(BASE_DIR / ".env")
if IS_DEVELOPMENT:
    env.read_env(BASE_DIR / ".env")

# --- Where this site lives -------------------------------------------------

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty.")
DEBUG = IS_DEVELOPMENT and env.bool("DEBUG", default=False)

SITE_URL = env(
    "SITE_URL",
    default=f"http://127.0.0.1:{env('PORT', default='8000')}"
    if IS_DEVELOPMENT
    else env.NOTSET,
).rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname])
# In production too: a supervisor on this machine asks /salute/ by these names.
# Nobody gains from forging them, because absolute addresses come from SITE_URL.
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- What it is made of ----------------------------------------------------

INSTALLED_APPS = [
    "mix_site.apps.MixSiteConfig",
    "newsletter",
    "chronicles",
    "projects",
    "editorial",
    "mix_site.apps.MixAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "django.contrib.sitemaps",
    "editorial.static_files.SlimStaticFilesConfig",
    "axes",
    "ckeditor",
    "content_editor",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "reversion",
    "taggit",
]
SITE_ID = 1

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mix_site.middleware.AdminAwareCSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mix_site.middleware.TextGZipMiddleware",
    "mix_site.middleware.own_error_pages",
    "mix_site.middleware.refuse_odd_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "mix_site.accounts.gate.sign_in_gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "editorial.actors.remember_actor",
    "editorial.addresses.follow_former_slugs",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "mix_site.urls"
WSGI_APPLICATION = "mix_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mix_site.context_processors.site",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL and IMMEDIATE together: readers never wait for a writer, and two
    # writers queue instead of failing with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-20000;"
            " PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364"
        ),
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Scans of releases, and photographs that nobody may see now: never below MEDIA_ROOT,
# served only through a checked view.
PRIVATE_ROOT = VAR_DIR / "private"
# Whether the first answer of a day puts away the photographs whose release has ended.
SETTLE_PHOTOS_EACH_DAY = True
# Drawn once, thrown away at will; served only through the gate of their page.
PREVIEWS_ROOT = VAR_DIR / "previews"
# The embedded server has nobody else to serve photographs; behind nginx it is off.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=IS_DEVELOPMENT)
# The service lets nobody read what it writes (UMask in deploy/mix.service); nginx
# reads these all the same.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# Up to four rich texts and thirty photo rows in one form; files are limited on
# their own in editorial/images.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "editorial.static_files.BundlingStorage"},
}

# --- Language and time -----------------------------------------------------

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Rome"
USE_TZ = True

# --- Mail ------------------------------------------------------------------

if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
# A server that hangs must not hold whoever presses a button.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Mix <mix@progettomix.it>")
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

# --- Who may come in -------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "mix_site.accounts.passwords.OwnWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# The register of sign-ins (mix_site/accounts/events.py) tells it all, and better.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "429.html"
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_CLIENT_IP_CALLABLE = "mix_site.accounts.events.client_address"
# Days that the register of sign-ins is kept.
ACCESS_LOG_DAYS = env.int("ACCESS_LOG_DAYS", default=180)

# Whoever edits or administers everything shows a second proof of being themselves.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not IS_DEVELOPMENT)
OTP_TOTP_ISSUER = "Mix"
INVITATION_DAYS = 7
# How long whoever has a link to a preview, and no account, may look at it.
PREVIEW_LINK_DAYS = 14
PASSWORD_RESET_TIMEOUT = 60 * 60

# Eight hours whatever happens, and less for who goes away (mix_site/accounts/gate.py).
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "editorial.admin.keeping.csrf_failure"
if IS_HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- What the browser is told ----------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
# Asked over plain HTTP by the process supervisor on the same machine.
SECURE_REDIRECT_EXEMPT = [r"^salute/$"]
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PROXY_COUNT:
    # Only a proxy that overwrites the header may be believed.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# CKEditor 4 writes inline handlers, scripts and styles into its own frame: it
# runs with nothing stricter. Nothing below this policy is shown to the public.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

# --- Rich text -------------------------------------------------------------

# The warning says that CKEditor 4 gets no more updates. It is known and fenced
# in: no plugin that calls out, no upload, nh3 on every write and every read,
# and a policy of its own for the admin. To exchange the editor, replace the
# widget in editorial/richtext.py: fields and migrations do not name it.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]
CKEDITOR_CONFIGS = {
    "default": {
        "toolbar": [
            ["Format"],
            ["Bold", "Italic"],
            ["BulletedList", "NumberedList", "Blockquote"],
            ["Link", "Unlink"],
            ["PasteText", "RemoveFormat"],
            ["Undo", "Redo"],
        ],
        "format_tags": "p;h2;h3",
        "allowedContent": {
            "p br h2 h3 ul ol li strong em blockquote": True,
            "a": {"attributes": "!href,title"},
        },
        "fullPage": False,
        "extraPlugins": "autolink",
        # Whatever calls out, uploads, embeds or shows the source; contextmenu
        # hides the spelling suggestions of the browser.
        "removePlugins": (
            "about,autoembed,bidi,colorbutton,colordialog,contextmenu,copyformatting,"
            "dialogadvtab,div,docprops,elementspath,embed,embedbase,embedsemantic,"
            "exportpdf,filebrowser,find,flash,font,forms,horizontalrule,iframe,"
            "iframedialog,image,image2,justify,language,liststyle,magicline,newpage,"
            "pagebreak,preview,print,save,scayt,showblocks,smiley,sourcearea,"
            "specialchar,stylescombo,stylesheetparser,table,tableselection,tabletools,"
            "templates,uploadimage,uploadwidget,wsc"
        ),
        "removeDialogTabs": "link:advanced;link:target",
        "linkDefaultProtocol": "https://",
        "linkShowAdvancedTab": False,
        "linkShowTargetTab": False,
        "disableNativeSpellChecker": False,
        "entities": False,
        "customConfig": "",
        "stylesSet": False,
        "versionCheck": False,
        "defaultLanguage": "it",
        "contentsLanguage": "it",
        "height": 220,
        "width": "calc(100% - 2px)",  # its border comes on top
    }
}

# --- Log -------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "axes": {"level": "WARNING"},
        "mix.security": {"level": "INFO"},
    },
}
