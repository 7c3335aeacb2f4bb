import reversion
from content_editor.admin import ContentEditor, ContentEditorInline
from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.forms.models import BaseInlineFormSet

from editorial.admin import EDITORS_ONLY, PUBLICATION, PublishableAdmin, StateFilter
from editorial.widgets import DATES
from newsletter.models import (
    Block,
    ChronicleBlock,
    EventBlock,
    Issue,
    KeywordsBlock,
    PhotoBlock,
    ProjectsBlock,
    QuotationBlock,
    RubricsBlock,
    TextBlock,
)

# The kinds share one table, so history follows the table and not its proxies.
reversion.register(Block)
reversion.register(Issue, follow=["newsletter_block_set"])

HEADING = ["eyebrow", "title"]
LINK = ["link_url", "link_label"]


class BlockForm(forms.ModelForm):
    # What a kind cannot be without; the model allows it empty for the others.
    needed = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = True


class BlockFormSet(BaseInlineFormSet):
    @classmethod
    def get_default_prefix(cls):
        """A prefix for each kind: one for all of them would be told apart by luck."""
        return f"blocks_{cls.model.KIND}"


def block_inline(model, icon, fields, needed=()):
    """Return the inline of one kind, with only the `fields` that it uses."""
    references = [n for n in ("chronicle", "event", "photo") if n in fields]
    return ContentEditorInline.create(
        model,
        form=type(f"{model.__name__}Form", (BlockForm,), {"needed": needed}),
        formset=BlockFormSet,
        formfield_overrides=DATES,
        fields=[*fields, "region", "ordering"],
        autocomplete_fields=references,
        icon=icon,
    )


BLOCK_INLINES = [
    block_inline(TextBlock, "notes", [*HEADING, "text", *LINK]),
    block_inline(
        QuotationBlock,
        "format_quote",
        ["eyebrow", "quotation", "quotation_author", "quotation_role"],
        needed=["quotation"],
    ),
    block_inline(KeywordsBlock, "sell", [*HEADING, "text", *LINK]),
    block_inline(ProjectsBlock, "map", [*HEADING, "text", *LINK]),
    block_inline(RubricsBlock, "category", [*HEADING, "text", *LINK]),
    block_inline(
        ChronicleBlock,
        "article",
        ["chronicle", *HEADING, "text"],
        needed=["chronicle"],
    ),
    block_inline(EventBlock, "event", ["event", *HEADING, "text"], needed=["event"]),
    block_inline(
        PhotoBlock, "image", ["photo", "alt", "caption"], needed=["photo", "alt"]
    ),
]


@admin.register(Issue)
class IssueAdmin(PublishableAdmin, ContentEditor):
    scope = EDITORS_ONLY
    list_display = ["number", "title", "month_label", "state_column", "moment_column"]
    list_display_links = ["number", "title"]
    list_filter = [StateFilter]
    date_hierarchy = "published_at"
    search_fields = ["number", "title", "subject"]
    inlines = BLOCK_INLINES
    fieldsets = [
        (None, {"fields": [("number", "month_label"), "title"]}),
        ("Il messaggio", {"fields": ["subject", "preheader"]}),
        PUBLICATION,
    ]

    class Media:
        js = ["js/admin-blocks.js"]

    def get_readonly_fields(self, request, obj=None):
        # The number is the address: who has saved one must find the issue again.
        return ["number"] if obj and obj.was_public else []

    def revision_view(self, request, object_id, version_id, extra_context=None):
        """Going back to an old version keeps the number that readers know."""
        before = self.get_object(request, unquote(object_id))
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and before and before.was_public:
            Issue.objects.filter(pk=before.pk).update(number=before.number)
        return response

    def save_related(self, request, form, formsets, change):
        """Without what content-editor adds: its «clone» copies rows of any model."""
        ModelAdmin.save_related(self, request, form, formsets, change)
