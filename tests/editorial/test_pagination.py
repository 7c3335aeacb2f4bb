import pytest
from django.http import Http404

from editorial.lookups import chosen_or_404
from editorial.pagination import page_or_404
from projects.models import Keyword


@pytest.mark.parametrize(("number", "rows"), [(1, [0, 1]), (2, [2, 3]), (3, [4])])
def test_a_page_holds_its_rows(number, rows):
    assert list(page_or_404(range(5), number, 2)) == rows


@pytest.mark.parametrize("number", [0, -1, 4, 999_999, 10**30])
def test_a_page_that_is_not_there_is_a_404(number):
    with pytest.raises(Http404):
        page_or_404(range(5), number, 2)


def test_an_empty_list_has_a_first_page():
    assert list(page_or_404([], 1, 2)) == []


def test_an_empty_list_has_no_second_page():
    with pytest.raises(Http404):
        page_or_404([], 2, 2)


class TestChosen:
    rows = [Keyword(slug="legami"), Keyword(slug="differenze")]

    def test_is_the_row_with_the_slug(self):
        assert chosen_or_404(self.rows, "differenze") is self.rows[1]

    def test_is_none_without_a_slug(self):
        assert chosen_or_404(self.rows, None) is None

    @pytest.mark.parametrize("slug", ["altro", ""])
    def test_of_another_slug_is_a_404(self, slug):
        with pytest.raises(Http404):
            chosen_or_404(self.rows, slug)
