from django.apps import AppConfig


class MixSiteConfig(AppConfig):
    name = "mix_site"
    verbose_name = "Il sito"
