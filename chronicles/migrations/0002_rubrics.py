from django.db import migrations

RUBRICS = [
    (
        "racconti",
        "Racconti",
        "Poche parole e immagini su quello che succede nei quartieri.",
        "<p>Le equipe mostrano che cosa succede: i tavoli da cui parte il lavoro, i "
        "laboratori con i bambini, le feste di condominio, una visita d’arte, un "
        "gioco in strada, una mediazione riuscita. Si racconta chi lo fa, con chi e "
        "per chi.</p><p>I racconti continuano nel tempo: ogni volta si vede un pezzo "
        "in più del progetto.</p>",
        "Che cosa è successo, chi c’era, che cosa è cambiato? Bastano poche parole e "
        "due o tre foto.",
    ),
    (
        "spazi",
        "Spazi",
        "Luoghi che prima non c’erano, e adesso ci sono.",
        "<p>Qui il protagonista è un luogo: un cortile, uno stanzino, un incrocio, "
        "un orto, perfino uno scaffale. A guardarlo bene si capisce che cosa mancava "
        "e che cosa c’è adesso, e quanta vita gli si muove attorno.</p>",
        "Che cosa non c’era e adesso c’è? Racconta il luogo come se fosse una persona, "
        "e se puoi metti una foto di prima e una di dopo.",
    ),
    (
        "persone-e-storie",
        "Persone e storie",
        "Una voce in prima persona, o un volto.",
        "<p>A volte la vita di una persona dice molto della vita del quartiere: un "
        "inquilino anziano, una giovane madre, un gruppo di adolescenti. Qui parlano "
        "loro, senza premesse e senza commenti. A chi legge si chiede solo di "
        "ascoltare.</p>",
        "Lascia parlare chi racconta, in prima persona. Non serve un’introduzione. "
        "Per i minori niente nomi e niente volti senza liberatoria.",
    ),
    (
        "economie-e-relazioni",
        "Economie e relazioni",
        "Quello che si scambia quando non si paga.",
        "<p>In periferia si fanno i conti con povertà nuove e con un lavoro che "
        "manca o non basta. Le stesse persone si reggono spesso su un’altra corrente: "
        "favori, tempo, saperi che passano di mano senza denaro.</p><p>Sono due mondi "
        "separati o possono diventarne uno solo, un’economia delle relazioni? Le "
        "cronache di questa rubrica provano a capirlo.</p>",
        "Che cosa è passato di mano: tempo, saperi, oggetti, aiuto? Tra chi, e che "
        "cosa ne è nato?",
    ),
    (
        "culture",
        "Culture",
        "L’incontro tra culture diverse, e il fare cultura insieme.",
        "<p>Una città dove convivono molte culture ha bisogno di riconoscerne il "
        "valore e di imparare l’incontro. Ma anche di fare cultura dove sembra che "
        "ce ne sia meno.</p><p>Episodi e riflessioni, messi in fila nel tempo, "
        "disegnano un modo nuovo di intendere la coesione sociale.</p>",
        "Un episodio o una riflessione: che cosa abbiamo capito, incontrandoci, che "
        "prima non sapevamo?",
    ),
]


def create_rubrics(apps, schema_editor):
    Rubric = apps.get_model("chronicles", "Rubric")
    for position, (slug, name, question, description, prompt) in enumerate(RUBRICS, 1):
        Rubric.objects.create(
            slug=slug,
            name=name,
            question=question,
            description=description,
            prompt=prompt,
            position=position,
        )


class Migration(migrations.Migration):
    dependencies = [("chronicles", "0001_initial")]

    operations = [migrations.RunPython(create_rubrics, migrations.RunPython.noop)]
