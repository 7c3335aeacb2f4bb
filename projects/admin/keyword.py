import reversion
from django.contrib import admin

from editorial.admin import EVERYBODY, ClosedTermAdmin
from projects.models import Keyword

reversion.register(Keyword)


@admin.register(Keyword)
class KeywordAdmin(ClosedTermAdmin):
    scope = EVERYBODY
    list_display = ["position", "name", "phrase"]
    fields = ["name", "slug", "position", "verb", "article", "description"]

    @admin.display(description="come si dice")
    def phrase(self, keyword):
        return keyword.phrase
