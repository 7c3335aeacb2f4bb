import pytest
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.serializers.base import DeserializedObject
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat
from django.forms import modelform_factory
from django.template import Context, Template

from editorial import richtext
from editorial.richtext import HTMLField, render, sanitise, to_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<p>ok<script src=https://evil.example/x.js></script></p>",
    '<img src=x onerror="alert(1)">',
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="//evil.example/">x</a>',
    '<a href="/\\evil.example/">x</a>',
    '<a href="/\t/evil.example/">x</a>',
    '<p onclick="alert(1)" style="position:fixed" class="cke" id="x">x</p>',
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="evil.swf"></object><embed src="evil.swf">',
    "<style>@import 'https://evil.example/x.css'</style>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    '<base href="https://evil.example/">',
    '<form action="https://evil.example"><input name="password"><button>x</button>',
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    '"><script>alert(1)</script>',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<b title="x" onmouseover=alert(1)>x</b>',
]
ALLOWED = {"p", "br", "h2", "h3", "ul", "ol", "li", "a", "strong", "em", "blockquote"}


class Listener(richtext.HTMLParser):
    """Notes what a browser would meet: tags, attributes and addresses."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value for name, value in attrs if name == "href"}


def assert_harmless(html):
    heard = Listener(html)
    assert heard.tags <= ALLOWED
    assert heard.attributes <= {"href", "title", "rel"}
    assert heard.addresses == set()


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


class TestSanitise:
    @pytest.mark.parametrize("attack", ATTACKS)
    def test_disarms(self, attack):
        assert_harmless(sanitise(attack))

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_is_idempotent_on_attacks(self, attack):
        assert sanitise(sanitise(attack)) == sanitise(attack)

    def test_keeps_what_editors_use(self):
        html = (
            "<h2>Il cortile</h2><p>Città, «perché» <strong>sì</strong> "
            "<em>no</em><br>a capo</p><h3>Chi</h3><ul><li>uno</li></ul>"
            "<ol><li>due</li></ol><blockquote><p>tre</p></blockquote>"
        )
        assert sanitise(html) == html

    def test_maps_kindred_tags(self):
        html = "<h1>a</h1><h4>b</h4><h6>c</h6><p><b>d</b> <i>e</i></p>"
        assert sanitise(html) == (
            "<h2>a</h2><h3>b</h3><h3>c</h3><p><strong>d</strong> <em>e</em></p>"
        )

    @pytest.mark.parametrize(
        "href",
        [
            "https://example.org/?a=1&amp;b=2",
            "http://example.org/",
            "mailto:mix@example.org",
            "tel:+390212345",
            "/progetti/",
            "#chi",
        ],
    )
    def test_keeps_good_addresses(self, href):
        assert sanitise(f'<p><a href="{href}">x</a></p>') == (
            f'<p><a href="{href}" rel="noopener noreferrer">x</a></p>'
        )

    def test_unwraps_links_to_nowhere(self):
        html = '<p><a title="t" href="javascript:x">qui</a> e <a href="/a/">là</a></p>'
        assert sanitise(html) == (
            '<p>qui e <a href="/a/" rel="noopener noreferrer">là</a></p>'
        )

    def test_separates_links_nested_through_a_table(self):
        html = '<a href="/x"><table><tr><td><a href="/y">z</a></table></a>'
        assert sanitise(html) == '<a href="/y" rel="noopener noreferrer">z</a>'

    @pytest.mark.parametrize(
        "html",
        [
            "",
            None,
            "<p>&nbsp;</p>",
            "<p>\u00a0</p>\r\n\r\n<p><br></p>",
            "<p><strong> </strong></p>",
            "<ul><li></li></ul>",
            "<p>\u200b</p>",
            "<img src=x>",
        ],
    )
    def test_empty_content_is_empty(self, html):
        assert sanitise(html) == ""

    def test_drops_empty_paragraphs_between_full_ones(self):
        assert sanitise("<p>a</p><p>&nbsp;</p><p>b</p>") == "<p>a</p><p>b</p>"

    def test_keeps_a_space_between_words(self):
        assert sanitise("<p>a<strong> </strong>b</p>") == (
            "<p>a<strong> </strong>b</p>"
        )


class TestRender:
    def test_cleans_again(self):
        assert render("<p>a</p><script>alert(1)</script>") == "<p>a</p>"

    def test_is_not_escaped_by_a_template(self):
        template = Template("{% load editorial %}{{ body|richtext }}")
        assert template.render(Context({"body": "<p>è</p>"})) == "<p>è</p>"

    def test_shifts_headings(self):
        template = Template("{% load editorial %}{{ body|richtext:1 }}")
        html = template.render(Context({"body": "<h2>a</h2><h3>b</h3><p>h2</p>"}))
        assert html == "<h3>a</h3><h4>b</h4><p>h2</p>"

    def test_never_goes_below_h6(self):
        assert render("<h3>a</h3>", heading_shift=9) == "<h6>a</h6>"

    def test_leaves_the_text_of_an_address_alone(self):
        html = '<p><a href="/a" title="&lt;h2&gt;" rel="noopener noreferrer">x</a></p>'
        assert render(html, heading_shift=1) == html


class TestText:
    def test_paragraphs_and_line_breaks(self):
        assert to_text("<h2>A</h2><p>b<br>c\n d</p>") == "A\n\nb\nc d"

    def test_lists(self):
        html = "<p>x</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><p>y</p>"
        assert to_text(html) == "x\n\n- a\n  - b\n- c\n\ny"

    def test_numbered_lists(self):
        assert to_text("<ol><li>a</li><li>b</li></ol>") == "1. a\n2. b"

    def test_two_lists_stay_apart(self):
        html = "<ul><li>a</li></ul><ol><li>b</li></ol>"
        assert to_text(html) == "- a\n\n1. b"

    def test_quotation(self):
        assert to_text("<blockquote><p>a<br>b</p></blockquote>") == "> a\n> b"

    def test_links_show_their_address(self):
        assert (
            to_text('<p><a href="https://a.it/">qui</a></p>') == "qui (https://a.it/)"
        )

    def test_an_address_is_written_once(self):
        html = '<p><a href="mailto:a@b.it">a@b.it</a></p>'
        assert to_text(html) == "a@b.it"

    def test_entities_become_letters(self):
        assert to_text("<p>a &lt; b &amp;&nbsp;c</p>") == "a < b & c"

    def test_scripts_are_not_words(self):
        assert to_text("<script>alert(1)</script>") == ""

    def test_excerpt_has_words_only(self):
        template = Template("{% load editorial %}{{ body|plaintext|truncatewords:3 }}")
        body = '<ul><li><a href="/x">uno</a></li><li>due &amp; tre</li></ul>'
        assert template.render(Context({"body": body})) == "uno due &amp; …"

    def test_links_become_absolute_for_mail(self):
        html = '<p><a href="/a/">a</a> <a href="https://b.it/">b</a></p>'
        html = richtext.with_absolute_links(html, "https://www.progettomix.it/")
        assert to_text(html) == "a (https://www.progettomix.it/a/) b (https://b.it/)"


class TestReadingTime:
    def test_counts_words(self):
        html = "<p>L'incontro: 2 giorni — sì!</p><p>fine</p>"
        assert richtext.word_count(html) == 5

    @pytest.mark.parametrize(
        ("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (400, 2)]
    )
    def test_minutes(self, words, minutes):
        assert richtext.reading_minutes("<p>" + "parola " * words) == minutes


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
