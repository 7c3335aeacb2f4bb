"""The one registry of block kinds: what each needs and how it is shown.

A new kind is a proxy in newsletter/models/block.py, a template and a line here;
a kind without its line raises instead of vanishing from the page.
"""

from dataclasses import dataclass

from chronicles.models import Rubric
from newsletter.models import Block
from projects.models import Keyword, Project, Use


class UnregisteredBlock(LookupError):
    """A block whose kind has no entry in the registry."""


def _always(block):
    return True


@dataclass(frozen=True)
class Renderer:
    """How one kind is shown.

    `rows` gives the shared rows it lists, `is_shown` says whether its subject
    is public now, `template` is the fragment of the web page.
    """

    template: str
    rows: callable = tuple
    is_shown: callable = _always


REGISTRY = {
    Block.Kind.TEXT: Renderer("newsletter/blocks/_text.html"),
    Block.Kind.QUOTATION: Renderer("newsletter/blocks/_quotation.html"),
    Block.Kind.KEYWORDS: Renderer(
        "newsletter/blocks/_keywords.html",
        rows=lambda: Keyword.objects.order_by("position"),
    ),
    Block.Kind.PROJECTS: Renderer(
        "newsletter/blocks/_projects.html",
        rows=lambda: Project.objects.published().local().by_lot(),
    ),
    Block.Kind.RUBRICS: Renderer(
        "newsletter/blocks/_rubrics.html",
        rows=lambda: Rubric.objects.order_by("position"),
    ),
    Block.Kind.CHRONICLE: Renderer(
        "newsletter/blocks/_chronicle.html",
        is_shown=lambda block: block.chronicle.is_public,
    ),
    Block.Kind.EVENT: Renderer(
        "newsletter/blocks/_event.html",
        is_shown=lambda block: block.event.is_public,
    ),
    Block.Kind.PHOTO: Renderer(
        "newsletter/blocks/_photo.html",
        is_shown=lambda block: block.photo.may_be_shown(Use.NEWSLETTER),
    ),
}


@dataclass(frozen=True)
class ShownBlock:
    """A block ready for a template: the row, its fragment, the rows it lists."""

    block: Block
    template: str
    rows: object


def renderer_of(block):
    """Return the registry's entry; raises UnregisteredBlock without one."""
    try:
        return REGISTRY[block.kind]
    except KeyError:
        raise UnregisteredBlock(f"{block.kind!r} is not in {__name__}") from None


def shown_blocks(issue):
    """Return what an issue shows now, in order; pure but for reading rows.

    Blocks of what is not public (any more) are left out.
    """
    shown, rows = [], {}
    for block in issue.newsletter_block_set.complete():
        renderer = renderer_of(block)
        if renderer.is_shown(block):
            # Two blocks of a kind list the same rows: they are read once.
            listed = rows.setdefault(block.kind, renderer.rows())
            shown.append(ShownBlock(block, renderer.template, listed))
    return shown
