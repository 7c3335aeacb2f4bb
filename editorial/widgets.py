"""Native date inputs: one field, one label, and the keyboard the phone has for it."""

from django import forms
from django.db import models


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")

    def format_value(self, value):
        """Keep the seconds there are: saving again must not move a moment."""
        if getattr(value, "second", 0):
            return value.strftime("%Y-%m-%dT%H:%M:%S")
        return super().format_value(value)


DATES = {
    models.DateField: {"widget": DateInput},
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
}
