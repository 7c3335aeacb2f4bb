from django.db import migrations

KEYWORDS = [
    (
        "legami",
        "rigenerare",
        "",
        "Vicini che si conoscono, generazioni che si parlano, gruppi che lavorano "
        "insieme. Un legame tiene quando c’è qualcuno che se ne prende cura.",
    ),
    (
        "beni-comuni",
        "adottare",
        "",
        "Un giardino, un cortile, una sala: quello che non è di uno solo resta vivo "
        "se qualcuno lo adotta e lo apre agli altri.",
    ),
    (
        "partecipazione",
        "facilitare",
        "la",
        "Dire la propria, decidere insieme, mettersi al lavoro. Chi facilita rende "
        "possibile che lo faccia anche chi di solito resta in disparte.",
    ),
    (
        "differenze",
        "gestire",
        "le",
        "Età, lingue, abitudini, orari: le differenze non si cancellano. Si imparano "
        "a nominare e a tenere insieme, anche con chi media quando nasce un conflitto.",
    ),
    (
        "benessere-e-sicurezza",
        "promuovere",
        "",
        "Ci si sente al sicuro dove si sta bene: strade frequentate, cortili curati, "
        "persone che si salutano per nome.",
    ),
]
NAMES = {
    "legami": "legami",
    "beni-comuni": "beni comuni",
    "partecipazione": "partecipazione",
    "differenze": "differenze",
    "benessere-e-sicurezza": "benessere e sicurezza",
}


def create_keywords(apps, schema_editor):
    Keyword = apps.get_model("projects", "Keyword")
    for position, (slug, verb, article, description) in enumerate(KEYWORDS, 1):
        Keyword.objects.create(
            slug=slug,
            name=NAMES[slug],
            verb=verb,
            article=article,
            description=description,
            position=position,
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RunPython(create_keywords, migrations.RunPython.noop)]
