import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from editorial.static_files import BUNDLE

BUNDLING = "editorial.static_files.BundlingStorage"
OWN_FILES = "django.contrib.staticfiles.finders.FileSystemFinder"


@pytest.fixture(scope="module")
def collected():
    patterns = apps.get_app_config("staticfiles").ignore_patterns
    return {path for finder in get_finders() for path, _ in finder.list(patterns)}


@pytest.fixture(scope="module")
def editor_files(collected):
    return {path for path in collected if path.startswith("ckeditor/")}


@pytest.mark.parametrize(
    "path",
    [
        "ckeditor/ckeditor-init.js",
        "ckeditor/fixups.js",
        "ckeditor/ckeditor.css",
        "ckeditor/ckeditor/ckeditor.js",
        "ckeditor/ckeditor/contents.css",
        "ckeditor/ckeditor/LICENSE.md",
        "ckeditor/ckeditor/lang/it.js",
        "ckeditor/ckeditor/lang/en.js",
        "ckeditor/ckeditor/skins/moono-lisa/editor.css",
        "ckeditor/ckeditor/skins/moono-lisa/editor_gecko.css",
        "ckeditor/ckeditor/skins/moono-lisa/dialog.css",
        "ckeditor/ckeditor/plugins/icons.png",
        "ckeditor/ckeditor/plugins/icons_hidpi.png",
        "ckeditor/ckeditor/plugins/autolink/plugin.js",
        "ckeditor/ckeditor/plugins/clipboard/dialogs/paste.js",
        "ckeditor/ckeditor/plugins/link/dialogs/link.js",
        "ckeditor/ckeditor/plugins/pastefromword/filter/default.js",
    ],
)
def test_collects_what_the_editor_loads(editor_files, path):
    assert path in editor_files


@pytest.mark.parametrize(
    "part",
    ["samples", "scayt", "wsc", "exportpdf", "embed", "iframe", "uploadimage", "geshi"],
)
def test_leaves_out_risky_parts(editor_files, part):
    assert [path for path in editor_files if part in path] == []


def test_collects_two_languages_only(editor_files):
    names = {
        path.rsplit("/", 1)[1]
        for path in editor_files
        if "/lang/" in path and path.endswith(".js")
    }
    assert names == {"it.js", "en.js"}


def test_collects_few_files_of_the_editor(editor_files):
    assert len(editor_files) < 60


def test_collects_the_admin_whole(collected):
    assert "admin/css/base.css" in collected
    assert "admin/js/vendor/select2/i18n/it.js" in collected


class TestBundle:
    @pytest.fixture(scope="class")
    def sheet(self, tmp_path_factory):
        with override_settings(
            STATIC_ROOT=tmp_path_factory.mktemp("static"),
            STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": BUNDLING}},
            # Our own files: packing the admin's takes long and shows no more.
            STATICFILES_FINDERS=[OWN_FILES],
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            # A second time over the first: as after an upgrade.
            call_command("collectstatic", interactive=False, verbosity=0)
            with staticfiles_storage.open(staticfiles_storage.stored_name(BUNDLE)) as f:
                return f.read().decode()

    def test_asks_for_no_other_file(self, sheet):
        assert "@import" not in sheet

    def test_has_every_part_once_in_the_order_of_the_layers(self, sheet):
        parts = [
            "@layer tokens,",
            "@layer base {",
            "@layer layout {",
            "@layer components {",
        ]
        places = [sheet.index(part) for part in parts]
        assert places == sorted(places)
        assert [sheet.count(part) for part in parts] == [1, 1, 1, 1]
