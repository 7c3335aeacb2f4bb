"""Native date inputs: one field, one label, and the keyboard the phone has for it."""

from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


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


class MomentField(forms.DateTimeField):
    """A moment in Italian time, on the two nights of the year too.

    The hour that is skipped is refused; of the hour that comes twice the first is
    taken, the one of summer time.
    """

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            return _first_of_two(error.params["datetime"])


def _first_of_two(wall_time):
    moment = timezone.make_aware(wall_time)
    there_and_back = timezone.localtime(moment.astimezone(UTC))
    if there_and_back.replace(tzinfo=None) != wall_time:
        raise ValidationError(
            "Quell’ora non esiste: quella notte l’orologio salta dalle 2 alle 3. "
            "Scegline un’altra.",
            code="no_such_hour",
        )
    return moment


DATES = {
    models.DateField: {"widget": DateInput},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
}
