import pytest
from django.template import Context, Template

from editorial import richtext
from editorial.richtext import render, sanitise, to_text

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
