"""A form that comes back with what was typed in it, unsaved and not yet judged.

After a conflict, a crash or a sign-in: the text goes back where it was written.
"""

from django.contrib import messages
from django.forms.utils import ErrorDict, ErrorList

RESUME = "_resume"


class _Unjudged:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._errors = ErrorDict()

    def is_valid(self):
        return False


class _UnjudgedSet:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._errors, self._non_form_errors = [], ErrorList()

    def is_valid(self):
        return False


def _unjudged(form_class):
    return type(form_class.__name__, (_Unjudged, form_class), {})


def _unjudged_set(formset):
    form = _unjudged(formset.form)
    return type(formset.__name__, (_UnjudgedSet, formset), {"form": form})


class ResumingAdmin:
    """Answers a POST with `_resume=form` by showing the form, and saves nothing."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and request.POST.get(RESUME) == "form":
            request.is_resumed = True
            messages.info(
                request, "Il tuo testo è di nuovo nel modulo. Non è ancora salvato."
            )
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change=change, **kwargs)
        return _unjudged(form_class) if is_resumed(request) else form_class

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield (_unjudged_set(formset) if is_resumed(request) else formset), inline


def is_resumed(request):
    return request.method == "POST" and getattr(request, "is_resumed", False)
