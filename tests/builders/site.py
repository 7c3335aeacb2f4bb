"""The newsletter, home and the pages."""

from django.conf import settings
from django.contrib.flatpages.models import FlatPage

from chronicles.models import (
    Chronicle,
)
from mix_site.models import Home
from newsletter import models as newsletter
from newsletter.models import Issue
from projects.models import (
    Event,
)
from tests.builders.chronicles import make_chronicle
from tests.builders.common import PUBLIC, next_number
from tests.builders.projects import make_event, make_photo

BLOCK_MODELS = {
    model.KIND: model
    for model in vars(newsletter).values()
    if getattr(model, "KIND", None)
}


def _block_subject(kind):
    """Return what a block of `kind` shows when the caller does not say."""
    if kind == "text":
        return {"title": "Nove quartieri", "text": "<p>Si comincia.</p>"}
    if kind == "quotation":
        return {"quotation": "Qui si sta bene.", "quotation_author": "Un inquilino"}
    if kind == "chronicle":
        return {"chronicle": Chronicle.objects.first() or make_chronicle()}
    if kind == "event":
        return {"event": Event.objects.first() or make_event()}
    if kind == "photo":
        return {"photo": make_photo(), "alt": "Il cortile in festa"}
    return {"title": "In breve"}


def make_block(kind, **values):
    if "parent" not in values:
        values["parent"] = Issue.objects.first() or make_issue()
    subject = {} if kind in values else _block_subject(kind)
    values = {"region": "main"} | subject | values
    if "ordering" not in values:
        values["ordering"] = 10 * (values["parent"].newsletter_block_set.count() + 1)
    return BLOCK_MODELS[kind].objects.create(**values)


def make_issue(blocks=(), **values):
    """Make an issue; each of `blocks` is a kind, or a dictionary with a kind."""
    values = PUBLIC | values
    values.setdefault("number", next_number(Issue))
    values.setdefault("title", f"Il numero {values['number']}")
    values.setdefault("subject", values["title"])
    issue = Issue.objects.create(**values)
    for block in blocks:
        block = {"kind": block} if isinstance(block, str) else dict(block)
        make_block(block.pop("kind"), parent=issue, **block)
    return issue


def make_home(featured=(), **values):
    values.setdefault("claim", "Mix. Coesione sociale a Milano")
    values.setdefault("introduction", "<p>Nove progetti di quartiere.</p>")
    values.setdefault("period", "novembre 2016 – luglio 2018")
    values.setdefault("promoter", "Comune di Milano")
    home = Home.objects.create(**values)
    home.featured.set(featured)
    return home


def make_page(slug="contatti", **values):
    values.setdefault("url", f"/{slug}/")
    values.setdefault("title", slug.replace("-", " ").capitalize())
    values.setdefault("content", "<p>Il testo della pagina.</p>")
    page = FlatPage.objects.create(**values)
    page.sites.add(settings.SITE_ID)
    return page
