"""Rich text in the database, in forms and in its editor."""

import pytest
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.serializers.base import DeserializedObject
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat
from django.forms import modelform_factory

from editorial import richtext
from editorial.richtext import HTMLField, render
from tests.editorial.test_richtext import ATTACKS, assert_harmless


class Leaf(models.Model):
    body = HTMLField("testo", blank=True)

    class Meta:
        app_label = "tests"

    def __str__(self):
        return self.body or ""


class OptionalLeaf(models.Model):
    body = HTMLField("testo", null=True, blank=True)

    class Meta:
        app_label = "tests"

    def __str__(self):
        return self.body or ""


@pytest.fixture(scope="module")
def leaf_tables(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Leaf)
            editor.create_model(OptionalLeaf)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Leaf)
            editor.delete_model(OptionalLeaf)


def by_save(html):
    Leaf(body=html).save()


def by_create(html):
    Leaf.objects.create(body=html)


def by_bulk_create(html):
    Leaf.objects.bulk_create([Leaf(body=html)])


def by_bulk_update(html):
    leaf = Leaf.objects.create(body="<p>prima</p>")
    leaf.body = html
    Leaf.objects.bulk_update([leaf], ["body"])


def by_update(html):
    Leaf.objects.create(body="<p>prima</p>")
    Leaf.objects.update(body=html)


def by_update_or_create(html):
    leaf = Leaf.objects.create(body="<p>prima</p>")
    Leaf.objects.update_or_create(pk=leaf.pk, defaults={"body": html})


def by_fixture(html):
    DeserializedObject(Leaf(body=html)).save()


def by_form(html):
    modelform_factory(Leaf, fields=["body"])({"body": html}).save()


WRITE_PATHS = [
    by_save,
    by_create,
    by_bulk_create,
    by_bulk_update,
    by_update,
    by_update_or_create,
    by_fixture,
    by_form,
]


def stored():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM {Leaf._meta.db_table}")  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("leaf_tables")
@pytest.mark.django_db
class TestHTMLField:
    @pytest.mark.parametrize("write", WRITE_PATHS)
    @pytest.mark.parametrize("attack", ATTACKS)
    def test_disarms_on_every_write_path(self, write, attack):
        write(f"<p>dopo</p>{attack}")
        assert stored().startswith("<p>dopo</p>")
        assert_harmless(stored())

    @pytest.mark.parametrize("write", WRITE_PATHS)
    def test_keeps_a_good_text(self, write):
        write("<p>Città <b>viva</b></p>")
        assert stored() == "<p>Città <strong>viva</strong></p>"

    def test_instance_in_memory_is_clean_after_save(self):
        leaf = Leaf.objects.create(body="<p>a</p><script>x</script>")
        assert leaf.body == "<p>a</p>"

    def test_full_clean_cleans(self):
        leaf = Leaf(body="<p>a</p><script>x</script>")
        leaf.full_clean()
        assert leaf.body == "<p>a</p>"

    def test_none_stays_none(self):
        leaf = OptionalLeaf.objects.create(body=None)
        leaf.refresh_from_db()
        assert leaf.body is None

    def test_expressions_can_be_saved(self):
        leaf = Leaf.objects.create(body="<p>a</p>")
        leaf.body = Concat("body", Value("<p>b</p>"))
        leaf.save()
        assert stored() == "<p>a</p><p>b</p>"

    def test_what_expressions_let_in_is_stopped_at_the_door(self):
        Leaf.objects.create(body="<p>a</p>")
        Leaf.objects.update(body=Concat("body", Value("<script>x</script>")))
        assert render(stored()) == "<p>a</p>"


class TestFormField:
    def make_form(self, html, blank=False):
        form = modelform_factory(Leaf, fields=["body"])({"body": html})
        form.fields["body"].required = not blank
        return form

    def test_empty_editor_counts_as_empty(self):
        form = self.make_form("<p>&nbsp;</p>")
        assert form.errors["body"].as_data()[0].code == "required"

    def test_cleaned_data_is_clean(self):
        form = self.make_form("<p>a</p><script>x</script>")
        assert form.is_valid()
        assert form.cleaned_data["body"] == "<p>a</p>"

    def test_nothing_changed_when_the_editor_adds_only_markup(self):
        field = HTMLField().formfield()
        assert not field.has_changed("<p><strong>a</strong></p>", "<p><b>a</b></p>\n")

    def test_admin_cannot_replace_the_editor(self):
        field = HTMLField().formfield(widget=AdminTextareaWidget)
        assert isinstance(field.widget, richtext.CKEditorWidget)

    def test_migrations_name_the_field_only(self):
        _, path, args, kwargs = HTMLField("testo", blank=True).deconstruct()
        assert path == "editorial.richtext.HTMLField"
        assert (args, kwargs) == ([], {"verbose_name": "testo", "blank": True})


class TestEditor:
    @pytest.fixture
    def config(self):
        widget = HTMLField().formfield().widget
        return widget.get_context("body", "", {"id": "id_body"}) and widget.config

    def test_speaks_italian(self, config):
        assert config["language"] == "it"

    def test_asks_nobody_for_its_version(self, config):
        assert config["versionCheck"] is False

    @pytest.mark.parametrize(
        "button", ["Image", "Table", "Source", "Iframe", "Styles", "Flash"]
    )
    def test_has_no_button_for(self, config, button):
        assert button not in {name for group in config["toolbar"] for name in group}

    @pytest.mark.parametrize(
        "plugin",
        [
            "autoembed",
            "embed",
            "exportpdf",
            "filebrowser",
            "iframe",
            "image",
            "preview",
            "scayt",
            "sourcearea",
            "stylesheetparser",
            "table",
            "uploadimage",
            "wsc",
        ],
    )
    def test_loads_no(self, config, plugin):
        assert plugin in config["removePlugins"].split(",")

    def test_allows_what_the_cleaner_allows(self, config):
        tags = {name for names in config["allowedContent"] for name in names.split()}
        assert tags == richtext.TAGS

    def test_has_no_upload(self, config):
        assert not [name for name in config if name.endswith("UploadUrl")]
