from django.shortcuts import render

from editorial.http import read_only
from editorial.lookups import published_or_404
from newsletter.blocks import shown_blocks
from newsletter.models import Issue


@read_only
def issue_list(request):
    issues = Issue.objects.published().newest_first()
    return render(request, "newsletter/issue_list.html", {"issues": issues})


@read_only
def issue_detail(request, number):
    issue = published_or_404(Issue.objects.all(), number=number)
    others = Issue.objects.published()
    context = {
        "issue": issue,
        "blocks": shown_blocks(issue),
        "previous": others.filter(number__lt=number).newest_first().first(),
        "next": others.filter(number__gt=number).order_by("number").first(),
    }
    return render(request, "newsletter/issue_detail.html", context)
