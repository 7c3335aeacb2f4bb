from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "Redazione"

    def ready(self):
        # Registers the converter that every urls.py uses.
        from editorial import converters  # noqa: F401
