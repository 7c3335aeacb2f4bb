"""What has a state: the lists and forms of whatever is published."""

from django.contrib import admin
from django.utils import timezone

from editorial.admin.history import VersionedAdmin
from editorial.admin.preview import PreviewAdmin
from editorial.admin.workflow import PUBLICATION, WorkflowAdmin
from editorial.previews import badge, moment
from editorial.publishing import State

__all__ = ["PUBLICATION", "PublishableAdmin", "StateFilter"]


class StateFilter(admin.SimpleListFilter):
    title = "stato"
    parameter_name = "stato"

    def lookups(self, request, model_admin):
        choices = list(State.choices)
        choices.insert(
            State.values.index(State.PUBLISHED), ("scheduled", "Programmata")
        )
        return choices

    def queryset(self, request, queryset):
        chosen, now = self.value(), timezone.now()
        if chosen == "scheduled":
            return queryset.filter(state=State.PUBLISHED, published_at__gt=now)
        if chosen == State.PUBLISHED:
            return queryset.filter(state=State.PUBLISHED, published_at__lte=now)
        return queryset.filter(state=chosen) if chosen else queryset


class PublishableAdmin(PreviewAdmin, WorkflowAdmin, VersionedAdmin):
    @admin.display(description="stato", ordering="state")
    def state_column(self, obj):
        return badge("scheduled" if obj.is_scheduled else obj.state, obj.state_label)

    @admin.display(description="pubblica dal", ordering="published_at")
    def moment_column(self, obj):
        return moment(obj.published_at)
