"""The photographs of a page, in its form."""

from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from editorial.previews import thumbnail
from editorial.widgets import DATES


class PhotoUseFormSet(BaseInlineFormSet):
    def get_form_error(self):
        return "Questa foto c’è già."

    def get_unique_error_message(self, unique_check):
        return "La stessa foto è due volte in questa pagina: toglila da una parte."


class PhotoUseInline(admin.StackedInline):
    """The photos of a page; a subclass names the `model`."""

    formfield_overrides = DATES
    fields = ["preview", "photo", "alt", "is_decorative", "caption", "position"]
    readonly_fields = ["preview"]
    autocomplete_fields = ["photo"]
    formset = PhotoUseFormSet
    classes = ["photo-uses"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo__release")

    @admin.display(description="anteprima")
    def preview(self, use):
        return thumbnail(use.photo) if use.photo_id else "—"
