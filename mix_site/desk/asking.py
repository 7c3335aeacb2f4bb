"""A kind request to a team, for a rubric that has gone quiet."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from chronicles.models import Chronicle, Rubric
from editorial.dates import long_date
from editorial.notices import notify
from editorial.roles import is_editor
from mix_site.desk.coverage import write_url
from mix_site.models import TeamRequest
from projects.models import Project

MAIL = "mix_site/desk/team_request.txt"


class TeamRequestForm(forms.ModelForm):
    class Meta:
        model = TeamRequest
        fields = ["text"]
        labels = {"text": "Il messaggio"}
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {"text": "Puoi cambiarlo prima di mandarlo."}


def ask_team(request, project_id, rubric_id):
    """GET shows the message, ready to be changed; POST sends it to the team."""
    if not is_editor(request.user):
        raise PermissionDenied
    project = get_object_or_404(Project, pk=project_id)
    rubric = get_object_or_404(Rubric, pk=rubric_id)
    asked = TeamRequest(project=project, rubric=rubric, asked_by=request.user)
    initial = {"text": proposed(asked)}
    form = TeamRequestForm(request.POST or None, instance=asked, initial=initial)
    readers = [user for user in project.team.filter(is_active=True) if user.email]
    if readers and form.is_valid():
        return _send(request, form.save(), readers)
    context = {
        **admin.site.each_context(request),
        "title": f"Chiedi una cronaca: {rubric.name}, {project.area}",
        "form": form,
        "project": project,
        "rubric": rubric,
        "readers": readers,
        "latest": _latest(project, rubric),
    }
    return render(request, "mix_site/desk/ask_team.html", context)


def _send(request, asked, readers):
    subject = f"Una cronaca per «{asked.rubric.name}»?"
    notify(readers, subject, MAIL, asked=asked)
    messages.success(request, f"La richiesta è partita verso {_names(readers)}.")
    return redirect("admin:index")


def _names(users):
    return ", ".join(user.get_full_name() or user.get_username() for user in users)


def _latest(project, rubric):
    asked = TeamRequest.objects.filter(project=project, rubric=rubric)
    return asked.select_related("asked_by").order_by("-asked_at").first()


def proposed(asked):
    """Return the words of a request, for the editor to change."""
    last = (
        Chronicle.objects.published()
        .filter(project=asked.project, rubrics=asked.rubric)
        .order_by("-published_at")
        .first()
    )
    context = {
        "asked": asked,
        "last": long_date(timezone.localdate(last.published_at)) if last else "",
        "address": settings.SITE_URL + write_url(asked.project, asked.rubric),
    }
    return render_to_string("mix_site/desk/_proposed_request.txt", context).strip()
