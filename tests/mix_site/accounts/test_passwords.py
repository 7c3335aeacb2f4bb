"""Which passwords are taken."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from mix_site.accounts.forms import RecoveryCodeForm

ADA = User(
    username="ada.brambilla",
    first_name="Ada",
    last_name="Brambilla",
    email="ada.brambilla@esempio.it",
)


def is_taken(password):
    try:
        validate_password(password, ADA)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    [
        "corta-ma-no",  # eleven
        "milanomilano26",
        "progettomix2026",
        "Quartiere-2026!",
        "m1l4n0-mix-2026",
        "Redazione.Mix.1",
        "brambilla12345",
        "AdaBrambilla!!",
        "brunobrunobruno",
        "abcabcabcabcabc",
        "aaaaaaaaaaaaaaaa",
        "password2026password",
        "benvenuto-a-milano",
        "123456789012",
        "qwertyuiop123456",
        "giambellino2018",
    ],
)
def test_refused(password):
    assert not is_taken(password)


@pytest.mark.parametrize(
    "password",
    [
        "otto-tazze-sul-davanzale",
        "quattro gatti mangiano a Milano",
        "perché è così bello però",
        "cavallo-graffetta-pila",
        "x7#Kq9!vLm2$",
        "tre tigri " * 12,
        "𝕬 шесть слов кириллицей тоже",
    ],
)
def test_taken(password):
    assert is_taken(password)


def test_the_reason_is_said_in_italian():
    with pytest.raises(ValidationError) as refused:
        validate_password("milanomilano26", ADA)
    assert "Aggiungi altre parole." in " ".join(refused.value.messages)


def test_a_password_is_never_cut(db):
    long = "una frase davvero molto lunga " * 10
    user = User.objects.create_user("ada", password=long)
    assert user.check_password(long)
    assert not user.check_password(long[:-1])


def test_a_recovery_code_is_read_as_it_is_written():
    form = RecoveryCodeForm({"code": " ABCD-2345 "})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "abcd2345"
