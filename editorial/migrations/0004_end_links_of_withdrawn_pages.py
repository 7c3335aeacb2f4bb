"""Links made before a withdrawal were closed by looking for it: now they say so."""

from django.db import migrations


def end_links(apps, schema_editor):
    Transition = apps.get_model("editorial", "Transition")
    PreviewLink = apps.get_model("editorial", "PreviewLink")
    for done in Transition.objects.filter(after="withdrawn").order_by("pk"):
        PreviewLink.objects.filter(
            content_type=done.content_type_id,
            object_id=done.object_id,
            made_at__lte=done.at,
            revoked_at=None,
        ).update(revoked_at=done.at, revoked_by=done.by_id)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0003_preview_links")]

    operations = [migrations.RunPython(end_links, migrations.RunPython.noop)]
