"""The first content: what the public record says of Mix, and nothing else."""

import html
import re
import shutil
from io import StringIO
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.contrib.flatpages.models import FlatPage
from django.contrib.sites.models import Site
from django.core.management import CommandError, call_command
from django.db import models
from django.db.models import Count, Q, Sum
from django.test import TestCase
from django.urls import resolve
from django.utils import timezone
from reversion.models import Version

from chronicles.models import Chronicle, Rubric, Story
from editorial.richtext import TAGS, to_text
from mix_site.content import loader, reader
from mix_site.models import Home
from newsletter.models import Block, Issue
from projects.models import (
    Action,
    Event,
    Keyword,
    Organization,
    Partnership,
    Place,
    Project,
)
from tests.admin import admin_url, form_of, sign_in

BY_NAME_IN_ADDRESS = {
    "project": Project,
    "place": Place,
    "event": Event,
    "chronicle": Chronicle,
    "story": Story,
    "rubric": Rubric,
    "keyword": Keyword,
}
WRITTEN = [
    *(Project, Organization, Action, Place, Event, Story, Chronicle),
    *(Keyword, Rubric, Issue, Block, Home, FlatPage),
]
NAMES = [
    ("TI CO SKA – Ticinese Conca Scaldasole", "Liberi di partecipare"),
    ("Coesione sociale 3.0", ""),
    ("Troviamoci in 3! CREiamo Risorse in Città", ""),
    ("Progetto Agorà", "Dal Con-tatto alla Partecipazione"),
    ("Strade possibili", ""),
    ("C6 x tutti", ""),
    ("Quartiere – Start", ""),
    ("Luoghi comuni", "Spazi e tempi per costruire coesione"),
    ("B.B.C. Costruire coesione", "nei quartieri di Bovisasca, Bruzzano e Comasina"),
]
PLACES = [
    *("Ticinese, Conca del Naviglio, Scaldasole", "Via Padova", "Cimiano"),
    *("via Salomone", "quartiere Fatima", "Barona", "via Parri", "Villapizzone"),
    "Bovisasca, Bruzzano, Comasina",
]
LABELS = [
    "Il Tavolo e le otto azioni",
    "I tre assi",
    "I tre percorsi",
    "Le azioni",
    "Le due scale",
    "I due punti di riferimento",
    "I tre assi",
    "Gli interventi prioritari",
    "Le tre priorità",
]
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


def load_content(**options):
    """Run the command and return what it says."""
    said = StringIO()
    call_command("load_content", stdout=said, **options)
    return said.getvalue()


def stored_texts():
    """Return (where, text) of every text in the database, as it is stored."""
    return [
        (f"{model.__name__} {row.pk}, {field.name}", getattr(row, field.name))
        for model in WRITTEN
        for row in model.objects.all()
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField)
        and not field.choices
    ]


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


def roles(lot):
    rows = Partnership.objects.filter(project__lot=lot).values_list("role", flat=True)
    return {role: list(rows).count(role) for role in rows}


class LoadedCase(TestCase):
    """A site into which the first content has just been loaded.

    Without the first revisions, which take as long as all the rest.
    """

    @classmethod
    def setUpTestData(cls):
        with mock.patch.object(loader, "call_command"):
            load_content()


class TestProjects(LoadedCase):
    def test_are_nine_lots_and_the_transversal_one(self):
        lots = Project.objects.published().by_lot().values_list("lot", flat=True)
        assert list(lots) == [1, 2, 3, 4, 5, 6, 7, 8, 9, None]

    def test_have_the_names_of_the_printed_newsletter(self):
        local = Project.objects.local().by_lot()
        assert list(local.values_list("name", "tagline")) == NAMES

    def test_call_their_actions_as_they_do(self):
        local = Project.objects.local().by_lot()
        assert list(local.values_list("actions_label", flat=True)) == LABELS

    def test_have_as_many_actions_as_their_word_says(self):
        own = Action.objects.filter(group="").values("project__lot")
        counted = dict(
            own.annotate(Count("pk")).values_list("project__lot", "pk__count")
        )
        assert {lot: counted[lot] for lot in (3, 5, 6, 7, 9)} == {
            3: 3, 5: 2, 6: 2, 7: 3, 9: 3,
        }  # fmt: skip

    def test_of_via_padova_has_three_axes(self):
        actions = Action.objects.filter(project__lot=2)
        assert list(dict.fromkeys(actions.values_list("group", flat=True))) == [
            "Presidio animativo",
            "Valorizzazione dei beni comuni",
            "Creatività locale",
        ]

    def test_of_the_centre_names_six_of_its_eight_actions(self):
        named = Action.objects.filter(project__lot=1).exclude(group="")
        assert named.count() == 6

    def test_were_given_what_the_city_spent(self):
        given = Project.objects.aggregate(total=Sum("funding"))
        assert given["total"] == 1_005_000

    def test_lasted_from_november_2016_to_july_2018(self):
        months = Project.objects.values_list(
            *("starts_on__year", "starts_on__month", "ends_on__year", "ends_on__month")
        )
        assert set(months) == {(2016, 11, 2018, 7)}

    def test_have_no_invented_contacts(self):
        told = Project.objects.exclude(
            contact_email="", contact_phone="", contact_note=""
        )
        assert not told.exists()

    def test_say_where_they_work(self):
        local = Project.objects.local().by_lot()
        said = local.values_list("neighbourhoods", flat=True)
        for place, text in zip(PLACES, said, strict=True):
            assert place in text

    def test_in_continuity_say_what_came_before(self):
        told = Project.objects.exclude(continuity="").by_lot()
        assert list(told.values_list("lot", flat=True)) == [4, 6, 8]

    def test_say_what_remains_only_where_it_is_known(self):
        told = Project.objects.exclude(legacy="").by_lot()
        assert list(told.values_list("lot", flat=True)) == [2, 3, 9]

    def test_of_lot_seven_says_that_nothing_else_is_known(self):
        assert "non ci sono arrivati" in Project.objects.get(lot=7).body


class TestVocabularies(LoadedCase):
    def test_keywords_are_five_verbs_with_their_noun(self):
        assert [keyword.phrase for keyword in Keyword.objects.order_by("position")] == [
            "rigenerare legami",
            "adottare beni comuni",
            "facilitare la partecipazione",
            "gestire le differenze",
            "promuovere benessere e sicurezza",
        ]

    def test_rubrics_are_five(self):
        names = Rubric.objects.order_by("position").values_list("name", flat=True)
        assert list(names) == [
            *(
                "Racconti",
                "Spazi",
                "Persone e storie",
                "Economie e relazioni",
                "Culture",
            ),
        ]

    def test_activities_are_those_that_the_assessora_names(self):
        said = " ".join(Action.Kind.labels).lower()
        for activity in (
            *("animazione sociale", "web radio", "corsi artistici", "city journalism"),
            *("riqualificazione degli spazi pubblici", "mediazione dei conflitti"),
            *("gruppi di auto aiuto", "orientamento lavorativo"),
        ):
            assert activity in said


class TestPartnerships(LoadedCase):
    def test_are_those_that_are_known(self):
        assert {lot: roles(lot) for lot in (1, 2, 6, 9)} == {
            1: {"lead": 1, "partner": 3},
            2: {"lead": 1, "partner": 3, "network": 6},
            6: {"lead": 1, "partner": 5},
            9: {"lead": 1, "network": 3},
        }

    def test_of_the_other_lots_are_not_invented(self):
        assert [roles(lot) for lot in (3, 4, 5, 7, 8)] == [{}] * 5

    def test_of_the_transversal_project_are_two_leads(self):
        leads = Partnership.objects.filter(project__lot=None, role="lead")
        names = leads.values_list("organization__name", flat=True)
        assert list(names) == ["Codici Ricerca e Intervento", "ABCittà"]

    def test_leads_are_the_bodies_that_the_sources_name(self):
        leads = Partnership.objects.filter(role="lead", project__lot__isnull=False)
        names = leads.order_by("project__lot").values_list("organization__name")
        assert [name.split()[0] for (name,) in names] == [
            *("DIKE", "COMIN", "La", "Fondazione"),
        ]


class TestChronicles(LoadedCase):
    def test_have_exactly_one_main_rubric(self):
        main = Count("rubric_items", filter=Q(rubric_items__is_main=True))
        assert not Chronicle.objects.annotate(main=main).exclude(main=1).exists()

    def test_are_all_public(self):
        total = Chronicle.objects.count()
        assert 15 <= Chronicle.objects.published().count() == total <= 18

    def test_lot_seven_has_none(self):
        assert not Chronicle.objects.filter(project__lot=7).exists()
        assert not Event.objects.filter(project__lot=7).exists()

    def test_nobody_was_invented_for_persone_e_storie(self):
        assert not Chronicle.objects.filter(rubrics__slug="persone-e-storie").exists()

    def test_are_between_90_and_220_words(self):
        lengths = {
            c.slug: len(to_text(c.body, marks=False).split()) for c in self.all()
        }
        assert {slug: n for slug, n in lengths.items() if not 90 <= n <= 220} == {}

    def test_racconti_are_short(self):
        tales = self.all().filter(rubrics__slug="racconti")
        assert [c for c in tales if len(to_text(c.body, marks=False)) > 1500] == []

    def test_name_their_sources(self):
        assert [
            c for c in self.all() if not re.search(r"<p>Font[ei]: <a", c.body)
        ] == []

    def test_say_when_even_without_a_day(self):
        undated = Chronicle.objects.filter(happened_on=None, when_label="")
        assert not undated.exists()

    def test_come_out_at_noon_of_their_day(self):
        party = Chronicle.objects.get(slug="natale-sotto-i-palazzi-di-via-rizzoli")
        moment = timezone.localtime(party.published_at)
        assert f"{moment:%Y-%m-%d %H:%M}" == "2016-12-17 12:00"

    def test_party_of_december_2016_met_obstacles_and_results(self):
        party = Chronicle.objects.get(slug="natale-sotto-i-palazzi-di-via-rizzoli")
        assert "autorizzazioni" in party.obstacles
        assert "rifarla" in party.results

    def all(self):
        return Chronicle.objects.order_by("pk")


class TestEvents(LoadedCase):
    def test_umbrellas_are_of_the_transversal_project(self):
        umbrellas = Event.objects.filter(slug__in=["mixdays-2017", "mix-days-2018"])
        assert set(umbrellas.values_list("project__lot", flat=True)) == {None}

    def test_mix_days_have_the_known_appointments(self):
        lots = Event.objects.get(slug="mix-days-2018").programme
        assert sorted(lots.values_list("project__lot", flat=True)) == [
            *(1, 2, 2, 3, 4, 5, 6, 8, 9),
        ]

    def test_uncertain_days_are_said_to_be_so(self):
        unknown = Event.objects.filter(is_all_day=True, when_note="")
        assert not unknown.exists()

    def test_hours_are_those_of_italy(self):
        meeting = Event.objects.get(slug="fin-qui-e-oltre")
        assert f"{timezone.localtime(meeting.starts_at):%d/%m/%Y %H}" == "21/10/2017 10"


class TestIssue(LoadedCase):
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


class TestPages(LoadedCase):
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

    def test_privacy_names_every_cookie_of_the_desk(self):
        page = FlatPage.objects.get(url="/informativa-privacy/")
        url = admin_url(FlatPage, "change", page.pk)
        sign_in(self.client)
        self.client.post(url, form_of(self.client.get(url)))
        assert len(self.client.cookies) == 3
        assert [n for n in self.client.cookies if n not in page.content] == []

    def test_site_row_is_this_site(self):
        assert Site.objects.get_current().domain == "www.progettomix.it"

    def test_glossary_explains_the_words_of_mix(self):
        page = FlatPage.objects.get(url="/che-cos-e-la-coesione-sociale/")
        terms = re.findall("<h3>(.*?)</h3>", page.content)
        assert {"Lotto", "Equipe", "Tavolo", "Sportello", "Presidio"} <= set(terms)
        assert {"Caseggiato", "Erp", "City user", "Bene comune"} <= set(terms)


class TestTexts(LoadedCase):
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


class TestLoading(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.said = load_content()

    def test_says_what_it_loaded(self):
        assert self.said.startswith("Contenuti caricati: 10 progetti")

    def test_twice_changes_nothing(self):
        before = sorted(stored_texts())
        assert "non ho caricato nulla" in load_content()
        assert sorted(stored_texts()) == before

    def test_leaves_an_edited_site_alone(self):
        Chronicle.objects.filter(project__lot=9).delete()
        Home.objects.update(claim="Un’altra riga")
        load_content()
        assert Home.load().claim == "Un’altra riga"
        assert not Chronicle.objects.filter(project__lot=9).exists()

    def test_every_page_has_a_first_revision(self):
        comments = {
            v.revision.comment for v in Version.objects.get_for_model(Chronicle)
        }
        assert comments == {"Primo caricamento"}

    def test_a_revision_holds_one_chronicle_alone(self):
        versions = Version.objects.get_for_model(Chronicle)
        revisions = versions.values_list("revision", flat=True)
        assert len(set(revisions)) == len(revisions)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Project, FlatPage])
def test_a_site_with_anything_in_it_is_left_alone(model, monkeypatch):
    monkeypatch.setattr(loader, "load", pytest.fail)
    fields = {"url": "/mia/", "title": "Mia"} if model is FlatPage else {"name": "Mio"}
    model.objects.create(**fields)
    assert "non ho caricato nulla" in load_content()
    assert not Home.objects.exists()


@pytest.mark.django_db
def test_a_site_with_content_needs_no_file(monkeypatch):
    Project.objects.create(name="Mio")
    unreadable = mock.Mock(side_effect=reader.ContentError("home.toml: non si legge"))
    monkeypatch.setattr("mix_site.management.commands.load_content.read", unreadable)
    assert "non ho caricato nulla" in load_content()


@pytest.mark.django_db
def test_check_writes_nothing():
    assert "a posto" in load_content(check=True)
    assert not loader.has_content()


@pytest.fixture
def folder(tmp_path):
    """A copy of the content, to be spoilt."""
    return shutil.copytree(reader.FOLDER, tmp_path / "content")


def spoil(folder, file, old, new):
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("chronicles.toml", '["culture"]', '["cultura"]', r"si-parte.*«cultura»"),
        ("chronicles.toml", '["culture"]', "[]", "si-parte.*rubrica principale"),
        ("chronicles.toml", "published_on = 2016-11-30", "", "si-parte.*published_on"),
        ("chronicles.toml", "body =", "bodi =", "si-parte.*manca body"),
        ("places.toml", "was =", "wos =", "le-vetrine.*wos"),
        ("places.toml", 'project = "agora"', 'project = "x"', "spazio-salomone.*«x»"),
        ("events.toml", '"mix-days-2018"', '"mixdays-2017"', "mixdays-2017.*due volte"),
        ("projects.toml", '["legami"]', '["lagami"]', "projects.toml.*lagami"),
        ("pages/contatti.html", "<h2>", "<h1>", "contatti.html.*<h1>"),
        ("home.toml", "[home]", "[home", "home.toml"),
        ("issue-1.toml", "[[block]]", "[[blocco]]", "issue-1.*blocco"),
    ],
)
def test_mistakes_in_the_files_are_named(folder, file, old, new, complaint):
    spoil(folder, file, old, new)
    with pytest.raises(reader.ContentError, match=complaint):
        reader.read(folder)


def test_a_missing_page_is_named(folder):
    (folder / "pages" / "crediti.html").unlink()
    with pytest.raises(reader.ContentError, match=r"crediti\.html"):
        reader.read(folder)


@pytest.mark.django_db
def test_what_a_model_refuses_is_named_and_nothing_is_written(folder, monkeypatch):
    spoil(folder, "chronicles.toml", 'title = "Tombola', f'title = "{"T" * 161}')
    content = reader.read(folder)
    monkeypatch.setattr(
        "mix_site.management.commands.load_content.read", lambda: content
    )
    with pytest.raises(CommandError, match=r"tombola-in-via-salomone.*title"):
        load_content()
    assert not loader.has_content()
