"""What is collected: one style sheet for every page, of CKEditor only what is used."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'@import url\("([\w.-]+)"\);\n')

CKEDITOR = "ckeditor/ckeditor"
UNUSED_PLUGINS = [
    "about",
    "adobeair",
    "ajax",
    "autoembed",
    "autogrow",
    "bbcode",
    "codesnippet",
    "codesnippetgeshi",
    "colordialog",
    "copyformatting",
    "devtools",
    "div",
    "divarea",
    "docprops",
    "embed",
    "embedbase",
    "embedsemantic",
    "exportpdf",
    "filetools",
    "find",
    "flash",
    "forms",
    "iframe",
    "iframedialog",
    "image",
    "image2",
    "language",
    "lineutils",
    "liststyle",
    "magicline",
    "mathjax",
    "menubutton",
    "notificationaggregator",
    "pagebreak",
    "placeholder",
    "preview",
    "scayt",
    "sharedspace",
    "showblocks",
    "smiley",
    "sourcedialog",
    "specialchar",
    "stylesheetparser",
    "table",
    "tableresize",
    "tableselection",
    "tabletools",
    "templates",
    "uicolor",
    "uploadimage",
    "uploadwidget",
    "widget",
    "wsc",
    "xml",
]


class SlimStaticFilesConfig(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(f"{CKEDITOR}/plugins/{plugin}/*" for plugin in UNUSED_PLUGINS),
        # Languages other than it.js and en.js.
        f"{CKEDITOR}/*lang/[!ei]?.js",
        f"{CKEDITOR}/*lang/e[!n].js",
        f"{CKEDITOR}/*lang/i[!t].js",
        f"{CKEDITOR}/*lang/??-*.js",
        f"{CKEDITOR}/*lang/???*.js",
        # What only Internet Explorer, developers and other skins would load.
        f"{CKEDITOR}/skins/moono/*",
        f"{CKEDITOR}/skins/*_ie*.css",
        f"{CKEDITOR}/adapters/*",
        f"{CKEDITOR}/vendor/*",
        f"{CKEDITOR}/samples/*",
        f"{CKEDITOR}/[!L]*.md",
        f"{CKEDITOR}/b*-config.js",
        f"{CKEDITOR}/bender-runner.config.json",
        f"{CKEDITOR}/config.js",
        f"{CKEDITOR}/styles.js",
        "ckeditor/file-icons/*",
        "ckeditor/galleriffic/*",
    ]


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Puts what `BUNDLE` imports into it, each file where its import stood."""

    def post_process(self, paths, dry_run=False, **options):
        if BUNDLE in paths and not dry_run:
            # From the sources: in the folder there may be an older bundle.
            Path(self.path(BUNDLE)).write_text(bundled(Path(finders.find(BUNDLE))))
            paths = paths | {BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)


def bundled(sheet):
    """Return the text of a style sheet, with the files beside it that it imports."""
    return IMPORT.sub(
        lambda found: (sheet.parent / found[1]).read_text(), sheet.read_text()
    )
