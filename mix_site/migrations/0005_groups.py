from django.db import migrations

# Their permissions follow after every migrate: see mix_site/rights.py.
NAMES = ("Equipe", "Redazione", "Amministrazione")


def create_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(
        schema_editor.connection.alias
    )
    for name in NAMES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("mix_site", "0004_team_requests"),
    ]

    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
