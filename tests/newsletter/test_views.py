import pytest

from tests.builders import HIDDEN_STATES, make_block, make_chronicle, make_issue

pytestmark = pytest.mark.django_db


def numbers(rows):
    return [row.number for row in rows]


class TestList:
    def test_has_the_newest_first(self, client):
        for number in (1, 3, 2):
            make_issue(number=number)
        issues = client.get("/newsletter/").context["issues"]
        assert numbers(issues) == [3, 2, 1]

    def test_leaves_out_what_is_not_public(self, client):
        for number, state in enumerate(HIDDEN_STATES.values(), 1):
            make_issue(number=number, **state)
        assert list(client.get("/newsletter/").context["issues"]) == []


class TestDetail:
    def test_neighbours_skip_what_is_not_public(self, client):
        for number in (1, 3, 5):
            make_issue(number=number)
        for number in (2, 4):
            make_issue(number=number, state="draft")
        context = client.get("/newsletter/3/").context
        assert numbers([context["previous"], context["next"]]) == [1, 5]

    def test_first_and_last_have_one_neighbour(self, client):
        make_issue(number=1)
        context = client.get("/newsletter/1/").context
        assert (context["previous"], context["next"]) == (None, None)

    @pytest.mark.parametrize("digits", ["0", "2", "9" * 10, "9" * 20, "9" * 5000])
    def test_of_a_number_that_is_not_there_is_a_404(self, client, digits):
        make_issue(number=1)
        assert client.get(f"/newsletter/{digits}/").status_code == 404

    def test_own_words_stand_before_the_chronicles(self, client):
        chronicle = make_chronicle(title="Titolo", standfirst="Premessa")
        issue = make_issue(number=1)
        words = {"title": "Il nostro", "text": "<p>Le nostre parole</p>"}
        make_block("chronicle", parent=issue, chronicle=chronicle, **words)
        page = client.get("/newsletter/1/").content.decode()
        assert "Il nostro" in page
        assert "Le nostre parole" in page
        assert "Premessa" not in page

    def test_blocks_of_one_kind_read_their_rows_once(
        self, client, django_assert_num_queries
    ):
        make_issue(number=1, blocks=["keywords", "keywords"])
        with django_assert_num_queries(5):
            client.get("/newsletter/1/")

    def test_without_blocks_says_so(self, client):
        make_issue(number=1)
        page = client.get("/newsletter/1/").content.decode()
        assert "non ha ancora contenuti" in page

    def test_link_of_a_block_leads_where_it_says(self, client):
        link = {"link_url": "/progetti/", "link_label": "Vai ai nove progetti"}
        make_block("text", parent=make_issue(number=1), **link)
        page = client.get("/newsletter/1/").content.decode()
        assert 'href="/progetti/">Vai ai nove progetti</a>' in page
