import pytest

from editorial.templatetags.navigation import is_in_section


@pytest.mark.parametrize(
    ("path", "section", "expected"),
    [
        ("/progetti/", "/progetti/", True),
        ("/progetti/barona/spazi/cortile/", "/progetti/", True),
        ("/programma/", "/progetti/", False),
        ("/progetti-vecchi/", "/progetti/", False),
        ("/", "/progetti/", False),
        ("", "/progetti/", False),
    ],
)
def test_a_page_is_in_the_section_that_its_address_begins_with(path, section, expected):
    assert is_in_section(path, section) is expected
