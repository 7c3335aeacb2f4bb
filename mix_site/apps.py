from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_save


class MixSiteConfig(AppConfig):
    name = "mix_site"
    verbose_name = "Il sito"

    def ready(self):
        from django.contrib.flatpages.models import FlatPage

        from mix_site.accounts import signals as sign_ins
        from mix_site.pages import clean_page
        from mix_site.previews import signals
        from mix_site.rights import keep_rights
        from mix_site.search import freshness

        pre_save.connect(clean_page, sender=FlatPage)
        post_migrate.connect(keep_rights)
        freshness.start()
        signals.connect()
        sign_ins.connect()


class MixAdminConfig(AdminConfig):
    default_site = "mix_site.admin_site.MixAdminSite"
