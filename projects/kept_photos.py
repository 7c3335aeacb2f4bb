"""Photographs that an earlier version of some page still shows: they stay.

Going back to that version needs the row of the photo and its files.
"""

import re

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, ProtectedError
from reversion import is_registered
from reversion.models import Version

WHY = "Serve a una versione precedente di una pagina: si può togliere dalla pagina, "
WHY += "ma resta nella cronologia."


def versions_with(photo):
    """Return the versions in which `photo` is shown."""
    models, names = _models_and_fields(type(photo))
    types = ContentType.objects.get_for_models(*models).values()
    # As the serialiser writes it; the bracket keeps 1 apart from 12.
    pattern = rf'"({"|".join(sorted(names))})": {photo.pk}[,}}]'
    return Version.objects.filter(
        content_type__in=types, serialized_data__regex=pattern
    )


def _models_and_fields(photo_model):
    """Return (versioned models that refer to a photo, the names of their fields)."""
    fields = [
        field
        for model in apps.get_models()
        if is_registered(model)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is photo_model
    ]
    names = {re.escape(field.name) for field in fields}
    return {field.model for field in fields}, names


def refuse_deletion(sender, instance, **kwargs):
    """Before a photo is deleted, one by one or many at once."""
    if versions_with(instance).exists():
        raise ProtectedError(WHY, {instance})
