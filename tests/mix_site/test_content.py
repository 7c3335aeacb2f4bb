"""The first content: what the public record says of Mix, and nothing else."""

import re

import pytest
from django.db.models import Count, Q, Sum
from django.utils import timezone

from chronicles.models import Chronicle, Rubric
from editorial.richtext import to_text
from projects.models import (
    Action,
    Event,
    Keyword,
    Partnership,
    Project,
)
from tests.mix_site.first_content import loaded_once

pytestmark = pytest.mark.django_db
loaded = pytest.fixture(scope="module", autouse=True)(loaded_once)

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


def roles(lot):
    rows = Partnership.objects.filter(project__lot=lot).values_list("role", flat=True)
    return {role: list(rows).count(role) for role in rows}


class TestProjects:
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


class TestVocabularies:
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


class TestPartnerships:
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


class TestChronicles:
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


class TestEvents:
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
