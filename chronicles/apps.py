from django.apps import AppConfig


class ChroniclesConfig(AppConfig):
    name = "chronicles"
    verbose_name = "Cronache"

    def ready(self):
        # Says how its rows are shown, for the previews.
        from chronicles import pages  # noqa: F401
