from functools import cached_property

import reversion
from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from editorial.admin import OWN_PROJECTS
from editorial.widgets import DATES
from projects.models import Action, ActionKeyword, Keyword

reversion.register(ActionKeyword)
# A TaggableManager is not serialised: its rows are followed instead.
reversion.register(Action, follow=["keyword_items"], exclude=["keywords"])


class ActionForm(forms.ModelForm):
    # Not named after the model's field: taggit would ask once for each action.
    terms = forms.ModelMultipleChoiceField(
        label="Parole chiave",
        queryset=Keyword.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Action
        fields = ["group", "title", "description", "kind", "terms", "position"]

    def __init__(self, *args, term_choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["terms"].choices = term_choices
        if self.instance.pk:
            items = self.instance.keyword_items.all()
            self.initial["terms"] = [item.tag_id for item in items]

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.keywords.set(self.cleaned_data["terms"])


class ActionFormSet(BaseInlineFormSet):
    @cached_property
    def term_choices(self):
        return [(term.pk, term.name) for term in Keyword.objects.all()]

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "term_choices": self.term_choices}


class ActionInline(admin.StackedInline):
    scope = OWN_PROJECTS
    model = Action
    form = ActionForm
    formset = ActionFormSet
    formfield_overrides = DATES
    fields = ["group", "title", "description", "kind", "terms", "position"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("keyword_items")
