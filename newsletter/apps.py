from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "Newsletter"

    def ready(self):
        # Says how its rows are shown, for the previews.
        from newsletter import pages  # noqa: F401
