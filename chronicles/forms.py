from django import forms
from django.utils.html import format_html

from chronicles.models import ActivityFigures, Chronicle, Rubric
from editorial.previews import shape
from projects.models import Action, Keyword
from projects.models.project import lot_order


class MainRubricField(forms.ModelChoiceField):
    """One of the five, each with what it is for and what to keep in mind."""

    widget = forms.RadioSelect

    def label_from_instance(self, rubric):
        return format_html(
            '{} <span class="choice-help">{}</span><span class="choice-help">{}</span>',
            shape(rubric),
            rubric.question,
            rubric.prompt,
        )


class OtherRubricsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, rubric):
        return shape(rubric)


class ChronicleForm(forms.ModelForm):
    main_rubric = MainRubricField(
        label="Rubrica principale", queryset=Rubric.objects.all(), required=False
    )
    other_rubrics = OtherRubricsField(
        label="Altre rubriche", queryset=Rubric.objects.all(), required=False
    )
    keywords = forms.ModelMultipleChoiceField(
        label="Parole chiave",
        queryset=Keyword.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Chronicle
        fields = [
            "project",
            "title",
            "slug",
            "happened_on",
            "when_label",
            "keywords",
            "standfirst",
            "body",
            "byline",
            "resources",
            "obstacles",
            "results",
            "story",
            "place",
            "event",
            "media_url",
            "media_title",
            "published_at",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            items = list(self.instance.rubric_items.all())
            main = [item.tag_id for item in items if item.is_main]
            self.initial["main_rubric"] = next(iter(main), None)
            self.initial["other_rubrics"] = [
                item.tag_id for item in items if not item.is_main
            ]

    def clean(self):
        cleaned = super().clean()
        main = cleaned.get("main_rubric")
        if main and "other_rubrics" in cleaned:
            cleaned["other_rubrics"] = [
                rubric for rubric in cleaned["other_rubrics"] if rubric != main
            ]
        return cleaned

    def _save_m2m(self):
        super()._save_m2m()
        set_rubrics(
            self.instance,
            self.cleaned_data["main_rubric"],
            self.cleaned_data["other_rubrics"],
        )


def set_rubrics(chronicle, main, others):
    """Give `chronicle` its rubrics: `main` (or None) and the `others`."""
    wanted = [rubric for rubric in [main, *others] if rubric]
    items = chronicle.rubric_items
    items.exclude(tag__in=wanted).delete()
    # One main rubric at a time: the old one steps back before the new one comes.
    items.exclude(tag=main).update(is_main=False)
    for rubric in wanted:
        items.update_or_create(tag=rubric, defaults={"is_main": rubric == main})


class ActionField(forms.ModelChoiceField):
    def label_from_instance(self, action):
        return f"{action.project.short_name}: {action.title}"


class FiguresForm(forms.ModelForm):
    action = ActionField(
        label="Azione",
        queryset=Action.objects.select_related("project").order_by(
            lot_order("project__"), "position", "pk"
        ),
        required=False,
    )

    class Meta:
        model = ActivityFigures
        fields = [
            "action",
            "held_on",
            "hours",
            "children",
            "teenagers",
            "young_adults",
            "adults",
            "elderly",
            "organizations",
        ]
