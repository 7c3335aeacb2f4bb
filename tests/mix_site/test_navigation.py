import pytest

from mix_site.navigation import menu


def current(path):
    return {entry.label: entry.current for entry in menu(path) if entry.current}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/progetti/", {"Progetti": "page"}),
        ("/progetti/barona/spazi/cortile/", {"Progetti": "true"}),
        ("/cronache/rubriche/spazi/", {"Cronache": "true"}),
        ("/cronache/trama/", {"La trama": "page"}),
        ("/progetti-vecchi/", {}),
        ("/", {}),
        ("", {}),
    ],
)
def test_menu_marks_where_the_reader_is(path, expected):
    assert current(path) == expected


def test_menu_has_seven_entries_each_with_its_own_address():
    entries = menu("/")
    assert len(entries) == len({entry.url for entry in entries}) == 7
