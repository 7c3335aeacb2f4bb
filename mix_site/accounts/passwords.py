"""Passwords that nobody who knows Mix would try first."""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Without accents; longer ones first, so that “progettomix” goes as a whole.
COMMON_WORDS = """
    progettomix coesionesociale coesione sociale progetto quartiere municipio comune
    milano milan mix redazione equipe amministrazione cronaca cronache newsletter
    barona giambellino lorenteggio corvetto padova adriano quarto oggiaro gratosoglio
    niguarda dergano stadera chiaravalle comasina bovisa lombardia italia lotto
    password segreta segreto benvenuto benvenuti benvenuta ciao amore accesso admin
    juventus inter napoli forza estate primavera autunno inverno gennaio febbraio marzo
    aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    qwerty qwertyuiop asdfgh zxcvbn abcdef abcabc
""".split()
LOOKALIKES = str.maketrans("01345@$!", "oieasasi")
ENOUGH_LEFT = 8
SHORTEST_NAME = 3


class OwnWordsValidator:
    """Wants eight letters or digits besides the words that anybody would guess."""

    def validate(self, password, user=None):
        if _is_repetition(password) or _left_of(password, user) < ENOUGH_LEFT:
            raise ValidationError(
                "È facile da indovinare: è fatta quasi solo del tuo nome, di parole"
                " come Milano, Mix, progetto o quartiere, o della stessa cosa ripetuta."
                " Aggiungi altre parole.",
                code="password_of_own_words",
            )

    def get_help_text(self):
        return (
            "Non basta il tuo nome, o Milano, Mix, progetto, quartiere con un numero:"
            " vanno bene tre o quattro parole che non c’entrano tra loro."
        )


def _plain(text):
    """Letters and digits alone, without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, apart))


def _names_of(user):
    if user is None:
        return set()
    parts = [user.first_name, user.last_name, user.get_username(), user.email]
    words = {_plain(word) for part in parts for word in re.split(r"[\W_]+", part or "")}
    return {word for word in words if len(word) >= SHORTEST_NAME}


def _left_of(password, user):
    """How many letters and digits are not part of a guessable word or a year."""
    words = sorted({*COMMON_WORDS, *_names_of(user)}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, words))
    plain = _plain(password)
    readings = {plain, _plain(password.casefold().translate(LOOKALIKES))}
    without_years = r"(?:19|20)\d\d|123456789?0?"
    return min(
        len(re.sub(rf"{without_years}|{pattern}", "", reading)) for reading in readings
    )


def _is_repetition(password):
    return re.fullmatch(r"(.{1,6}?)\1{2,}.{0,5}", password, re.DOTALL) is not None
