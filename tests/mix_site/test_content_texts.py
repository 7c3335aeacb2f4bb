"""The texts of the first content: their words, their links, who is quoted."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.models import Site
from django.db.models import Q
from django.urls import resolve

from chronicles.models import Chronicle, Rubric, Story
from editorial.richtext import TAGS
from mix_site.models import Home
from newsletter.models import Block, Issue
from projects.models import (
    Event,
    Keyword,
    Place,
    Project,
)
from tests.admin import admin_url, form_of, sign_in
from tests.mix_site.first_content import loaded_once, stored_texts

pytestmark = pytest.mark.django_db
loaded = pytest.fixture(scope="module", autouse=True)(loaded_once)

BY_NAME_IN_ADDRESS = {
    "project": Project,
    "place": Place,
    "event": Event,
    "chronicle": Chronicle,
    "story": Story,
    "rubric": Rubric,
    "keyword": Keyword,
}
PAGES = {
    "/il-progetto/",
    "/che-cos-e-la-coesione-sociale/",
    "/contatti/",
    "/informativa-privacy/",
    "/accessibilita/",
    "/note-legali/",
    "/crediti/",
}
# Acronyms, names that their owners write so, and what stands in tables of the law.
CAPITALS = {
    *("TI", "CO", "SKA", "CA", "PISKO", "TICOSKA", "DIKE", "ESA", "COMIN", "CAM"),
    *("ALA", "BBC", "SI", "CURA", "MM", "UE", "IP", "WCAG", "AA"),
}


QUOTATION = """Rivitalizzare i quartieri, riempire gli spazi di iniziative creative \
che coinvolgano i cittadini.

Questa è la strada che porta all’inclusione e alla partecipazione. Questo è un altro \
modo per fare sicurezza nella nostra città. A volte basta poco per animare un \
parchetto che non ha più frequentatori o a rendere più vivibile una via di \
periferia: un po’ di sostegno, tanta volontà e un progetto condiviso con tutti i \
soggetti che vivono il territorio.

Si va dall’animazione sociale con organizzazione di feste di via o nei quartieri, \
alla realizzazione di web radio o corsi artistici, dal city journalism alla cura e \
riqualificazione degli spazi pubblici, fino alla mediazione dei conflitti e allo \
sviluppo di gruppi di auto aiuto o orientamento lavorativo.

Non esistono ricette uguali per tutte le zone di Milano. Per questo abbiamo scelto \
di far parlare il territorio e le associazioni presenti, in modo che i cittadini \
possano sentire che questi progetti sono stati studiati e tagliati proprio sulle \
loro esigenze. Il loro coinvolgimento nell’individuazione e nella costruzione di \
soluzioni ai problemi che affrontano ogni giorno permette di aumentare la percezione \
del bene comune e determinare una ricaduta positiva in termini di sicurezza sia \
reale che percepita. Oltre a costruire qualcosa di concreto da lasciare in eredità \
nella loro zona."""


def words_of(text):
    """Return the text that people read, without tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def texts_with(pattern):
    return [
        (where, found[0])
        for where, text in stored_texts()
        if (found := re.search(pattern, words_of(text)))
    ]


def internal_links():
    texts = [text for _, text in stored_texts()]
    found = [link for text in texts for link in re.findall(r'href="(/[^"]*)"', text)]
    blocks = Block.objects.exclude(link_url="").values_list("link_url", flat=True)
    return {*found, *blocks}


def leads_somewhere(address):
    """Whether the page exists: the last of the routes takes any address."""
    match = resolve(urlsplit(address).path)
    rows = [
        BY_NAME_IN_ADDRESS[name].objects.filter(slug=value).exists()
        for name, value in match.kwargs.items()
        if name in BY_NAME_IN_ADDRESS
    ]
    if match.url_name == "page":
        rows.append(FlatPage.objects.filter(url=address).exists())
    return all(rows)


class TestIssue:
    def test_has_the_parts_of_the_printed_one_in_order(self):
        blocks = Block.objects.order_by("ordering").values_list("kind", "eyebrow")
        assert list(blocks) == [
            ("text", ""),
            ("keywords", ""),
            ("text", ""),
            ("text", ""),
            ("quotation", ""),
            ("text", "Raccontare Mix"),
            ("projects", "Conoscere Mix"),
            ("rubrics", "Accompagnare Mix"),
        ]

    def test_bears_no_date(self):
        assert Issue.objects.get().label == "Newsletter n. 1"

    def test_quotes_the_assessora_word_by_word(self):
        block = Block.objects.get(kind=Block.Kind.QUOTATION)
        assert block.quotation == QUOTATION
        assert block.quotation_author == "Carmela Rozza"

    def test_home_quotes_the_beginning(self):
        assert QUOTATION.startswith(Home.load().quotation)
        assert Home.load().quotation_role == (
            "Assessore alla Sicurezza e alla Coesione Sociale"
        )

    def test_home_says_period_and_promoter(self):
        home = Home.load()
        assert home.period == "da novembre 2016 a luglio 2018"
        assert home.promoter == "Comune di Milano – Assessorato alla Sicurezza"

    def test_every_link_has_a_label(self):
        half = Q(link_url="") ^ Q(link_label="")
        assert not Block.objects.filter(half).exists()


class TestPages:
    def test_stand_at_the_seven_addresses(self):
        pages = FlatPage.objects.filter(sites=1)
        assert set(pages.values_list("url", flat=True)) == PAGES

    def test_both_forms_of_the_office_are_kept(self):
        page = FlatPage.objects.get(url="/il-progetto/")
        assert "Comune di Milano – Assessorato alla Sicurezza" in page.content
        assert "Assessore alla Sicurezza e alla Coesione Sociale" in page.content

    def test_programme_says_objectives_and_instruments(self):
        text = words_of(FlatPage.objects.get(url="/il-progetto/").content)
        for said in ("reti", "risorse che ci sono già", "caseggiato", "spazi pubblici"):
            assert said in text
        assert "Un sito, una newsletter, due eventi" in text
        assert "oltre 3.500" in text

    def test_privacy_names_what_the_law_wants(self):
        page = FlatPage.objects.get(url="/informativa-privacy/")
        for said in ("Titolare", "Base giuridica", "diritti", "Garante", "/redazione/"):
            assert said in page.content
        assert "da comunicare dal Comune di Milano" in words_of(page.content)

    def test_privacy_names_every_cookie_of_the_desk(self, client):
        page = FlatPage.objects.get(url="/informativa-privacy/")
        url = admin_url(FlatPage, "change", page.pk)
        sign_in(client)
        client.post(url, form_of(client.get(url)))
        assert len(client.cookies) == 3
        assert [n for n in client.cookies if n not in page.content] == []

    def test_site_row_is_this_site(self):
        assert Site.objects.get_current().domain == "www.progettomix.it"

    def test_glossary_explains_the_words_of_mix(self):
        page = FlatPage.objects.get(url="/che-cos-e-la-coesione-sociale/")
        terms = re.findall("<h3>(.*?)</h3>", page.content)
        assert {"Lotto", "Equipe", "Tavolo", "Sportello", "Presidio"} <= set(terms)
        assert {"Caseggiato", "Erp", "City user", "Bene comune"} <= set(terms)


class TestTexts:
    def test_never_say_clicca_qui(self):
        assert texts_with(r"(?i)clicca") == []

    def test_have_typographic_apostrophes_and_real_accents(self):
        assert texts_with(r"['´`]|\w+’$|\b(?:perche|piu|citta|cosi|e’)\b") == []

    def test_have_one_kind_of_quotation_marks(self):
        assert texts_with(r"[“”\"„]") == []

    def test_do_not_shout(self):
        shouted = {
            word
            for _, text in stored_texts()
            for word in re.findall(r"\b[A-ZÀ-Ý]{2,}\b", words_of(text))
        }
        assert shouted - CAPITALS == set()

    def test_write_equipe_without_accent(self):
        assert texts_with(r"(?i)équipe") == []

    def test_spell_newsletter_in_one_way(self):
        assert texts_with(r"(?i)news[ -]letter|e-newsletter") == []

    def test_use_only_the_tags_of_the_house(self):
        tags = {
            tag for _, text in stored_texts() for tag in re.findall(r"<(\w+)", text)
        }
        assert tags - TAGS == set()

    def test_internal_links_lead_somewhere(self):
        links = internal_links()
        assert len(links) > 20
        assert [link for link in sorted(links) if not leads_somewhere(link)] == []

    def test_mind_that_a_link_may_lead_nowhere(self):
        assert not leads_somewhere("/progetti/che-non-c-e/")
        assert not leads_somewhere("/pagina-che-non-c-e/")
