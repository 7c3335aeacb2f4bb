"""The choice of rubric and neighbourhood, in words and as an address."""

from django.urls import reverse


def list_url(rubric=None, project=None):
    """Return the address of the list for a choice; None leaves a side open."""
    chosen = {"rubric": rubric, "project": project}
    kwargs = {name: row.slug for name, row in chosen.items() if row}
    return reverse("chronicles:chronicle-list", kwargs=kwargs)


def list_heading(rubric=None, project=None):
    """Return «Cronache», «Spazi», «Cronache: Barona» or «Spazi: Barona»."""
    subject = rubric.name if rubric else "Cronache"
    return f"{subject}: {project.area}" if project else subject


def count_label(total, rubric=None, project=None):
    """Return the choice in words: «12 cronache di Spazi, Barona»."""
    noun = "cronaca" if total == 1 else "cronache"
    label = f"{total} {noun}" if total else "Nessuna cronaca"
    if rubric:
        label += f" di {rubric.name}"
    return f"{label}, {project.area}" if project else label
