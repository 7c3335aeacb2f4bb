"""The page of an issue, for readers and for previews of it."""

from django.shortcuts import render

from editorial.pages import page_of
from newsletter.blocks import shown_blocks
from newsletter.models import Issue


def _photos(issue):
    blocks = issue.newsletter_block_set.complete()
    return [block.photo for block in blocks if block.photo]


@page_of(Issue, rows=Issue.objects.all, photos=_photos)
def issue_page(request, issue):
    others = Issue.objects.published()
    earlier = others.filter(number__lt=issue.number)
    later = others.filter(number__gt=issue.number)
    context = {
        "issue": issue,
        "blocks": shown_blocks(issue),
        "previous": earlier.newest_first().first(),
        "next": later.order_by("number").first(),
    }
    return render(request, "newsletter/issue_detail.html", context)
