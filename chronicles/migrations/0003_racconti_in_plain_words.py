from django.db import migrations

OLD = (
    "<p>Le equipe mostrano che cosa succede: i tavoli da cui parte il lavoro, i "
    "laboratori con i bambini, le feste di condominio, una visita d’arte, un "
    "gioco in strada, una mediazione riuscita. Si racconta chi lo fa, con chi e "
    "per chi.</p><p>I racconti continuano nel tempo: ogni volta si vede un pezzo "
    "in più del progetto.</p>"
)
NEW = (
    "<p>Le equipe, cioè i gruppi che lavorano nei quartieri, mostrano che cosa "
    "succede: le riunioni da cui parte il lavoro, i laboratori con i bambini, le "
    "feste di condominio, una visita d’arte, un gioco in strada, due vicini in lite "
    "che tornano a parlarsi. Si racconta chi lo fa, con chi e per chi.</p><p>I "
    "racconti continuano nel tempo: ogni volta si vede un pezzo in più del "
    "progetto.</p>"
)


def explain_the_terms(apps, schema_editor):
    """Words of the trade go; a text that the redazione has changed stays theirs."""
    rubrics = apps.get_model("chronicles", "Rubric").objects
    rubrics.filter(slug="racconti", description=OLD).update(description=NEW)


class Migration(migrations.Migration):
    dependencies = [("chronicles", "0002_rubrics")]

    operations = [migrations.RunPython(explain_the_terms, migrations.RunPython.noop)]
