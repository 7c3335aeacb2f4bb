"""Looking at a page before its time, at the desk, and letting others look at it."""

from contextlib import nullcontext
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.forms import Script
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from editorial.admin.way import list_of_problems
from editorial.pages import show_preview
from editorial.preview_links import MOST_LINKS, PreviewAnswer, PreviewLink, TooMany
from editorial.workflow import desk_address

# The button that shows what is typed in a form and saves nothing.
UNSAVED = "_preview"
# Sent by the script, which exchanges the panel alone.
FRAGMENT = "fragment"
TOO_MANY = f"Ci sono già {MOST_LINKS} link aperti: annullane uno e riprova."


def is_preview(request):
    """Whether a form was sent to be looked at."""
    return getattr(request, "is_preview", False)


def _note_preview(request):
    """Called by the two views whose form has the button: elsewhere it is nothing."""
    request.is_preview = request.method == "POST" and UNSAVED in request.POST


@dataclass
class Panel:
    """What stands below the form: the links to the preview, and what was answered."""

    row: object
    page_url: str
    make_url: str
    links: list
    answers: list
    said: str = ""


class PreviewAdmin(admin.ModelAdmin):
    """For Publishables that have a page, before the classes that store what is sent."""

    class Media:
        css = {"all": ["css/admin-preview.css"]}
        js = [Script("js/admin-preview.js", defer=True)]

    def get_urls(self):
        views = {
            "preview": ("anteprima/", self.preview_view),
            "preview_link": ("anteprima/link/", self.preview_link_view),
            "preview_revoke": (
                "anteprima/link/<int:link_id>/annulla/",
                self.preview_revoke_view,
            ),
        }
        own = [
            path(
                f"<path:object_id>/{route}",
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for name, (route, view) in views.items()
        ]
        return own + super().get_urls()

    def _preview_url(self, name, *args):
        opts = self.opts
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)

    def _looked_at(self, request, object_id):
        """The row, for those who may see it in its form."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        return row

    # --- What is saved ----------------------------------------------------------

    @method_decorator(require_safe)
    def preview_view(self, request, object_id):
        row = self._looked_at(request, object_id)
        return show_preview(request, row, back=desk_address(row))

    # --- What is typed ----------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        _note_preview(request)
        return super().add_view(request, form_url, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        _note_preview(request)
        return super().change_view(request, object_id, form_url, extra_context)

    def create_revision(self, request):
        # Nothing is going to be saved, and so there is nothing to go back to.
        if is_preview(request):
            return nullcontext()
        return super().create_revision(request)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        above = super().changeform_view
        if not is_preview(request):
            return above(request, object_id, form_url, extra_context)
        # A file would stay behind when everything else is taken back.
        request.FILES.clear()
        with transaction.atomic():
            response = above(request, object_id, form_url, extra_context)
            if isinstance(response, TemplateResponse):
                response = self._not_shown(request, response.context_data)
            transaction.set_rollback(True)
        return response

    def response_add(self, request, obj, post_url_continue=None):
        if is_preview(request):
            return show_preview(request, obj, is_unsaved=True)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if is_preview(request):
            return show_preview(request, obj, is_unsaved=True)
        return super().response_change(request, obj)

    def _not_shown(self, request, form_context):
        """The form came back: say what is wrong, in the tab that was opened for it."""
        form = form_context["adminform"].form
        problems = [words for _, words in list_of_problems(request, form_context, None)]
        context = {
            **self.admin_site.each_context(request),
            "title": "L’anteprima non si può ancora vedere",
            "opts": self.opts,
            "problems": [*form.non_field_errors(), *problems],
        }
        return render(request, "editorial/preview_problems.html", context, status=422)

    # --- Who else may look ------------------------------------------------------

    @method_decorator(require_POST)
    def preview_link_view(self, request, object_id):
        row = self._looked_at(request, object_id)
        try:
            PreviewLink.objects.make(row, request.user)
        except TooMany:
            return self._back_to_panel(request, row, TOO_MANY, messages.WARNING)
        said = "Il link è pronto: copialo e mandalo a chi deve leggere."
        return self._back_to_panel(request, row, said)

    @method_decorator(require_POST)
    def preview_revoke_view(self, request, object_id, link_id):
        row = self._looked_at(request, object_id)
        get_object_or_404(PreviewLink.objects.of(row), pk=link_id).revoke(request.user)
        said = "Fatto: quel link non porta più a niente."
        return self._back_to_panel(request, row, said)

    def _back_to_panel(self, request, row, said, level=messages.SUCCESS):
        if FRAGMENT in request.POST:
            panel = self._panel(row, said)
            return render(request, "editorial/_preview_panel.html", {"panel": panel})
        self.message_user(request, said, level)
        return redirect(f"{desk_address(row)}#anteprima")

    def _panel(self, row, said=""):
        links = PreviewLink.objects.of(row)
        answers = PreviewAnswer.objects.filter(link__in=links)
        return Panel(
            row=row,
            page_url=self._preview_url("preview", row.pk),
            make_url=self._preview_url("preview_link", row.pk),
            links=[
                (link, self._preview_url("preview_revoke", row.pk, link.pk))
                for link in links.open().select_related("made_by")
            ],
            answers=list(answers),
            said=said,
        )

    def render_change_form(
        self, request, context, add=False, change=False, form_url="", obj=None
    ):
        is_old_version = "revert" in context or "recover" in context
        if obj is not None and not (context["is_popup"] or is_old_version):
            context["preview_panel"] = self._panel(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
