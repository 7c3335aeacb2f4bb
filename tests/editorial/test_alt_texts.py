import pytest

from editorial.alt_texts import alt_problem


@pytest.mark.parametrize(
    "alt",
    [
        "IMG_1234",
        "DSC00012.JPG",
        "20180312_101010",
        "IMG-20180312-WA0001",
        "WhatsApp Image 2018-03-12 at 10.30.00",
        "orto.jpeg",
        "Orto in via Padova.jpg",
        "C:\\foto\\Orto.PNG",
        "P1010023",
    ],
)
def test_a_name_of_a_file_says_nothing(alt):
    assert "nome del file" in alt_problem(alt)


@pytest.mark.parametrize("alt", ["foto", "Una foto.", "Immagine 12", "…", "3"])
def test_that_it_is_a_photo_is_known(alt):
    assert "lo sa già chi legge" in alt_problem(alt)


def test_the_caption_is_not_read_twice():
    assert "didascalia" in alt_problem("Festa in cortile.", caption="festa in  cortile")


@pytest.mark.parametrize(
    ("alt", "caption"),
    [
        ("Una foto di gruppo davanti all’orto", ""),
        ("Festa del 2018", "Festa del 2017"),
        ("1960, il cortile", "Il cortile"),
        ("", "Il cortile"),
        ("   ", ""),
    ],
)
def test_the_rest_will_do(alt, caption):
    assert alt_problem(alt, caption) == ""
