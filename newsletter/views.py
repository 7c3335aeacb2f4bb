from django.shortcuts import render

from editorial.http import read_only
from editorial.lookups import published_or_404
from newsletter.models import Issue
from newsletter.pages import issue_page


@read_only
def issue_list(request):
    issues = Issue.objects.published().newest_first()
    return render(request, "newsletter/issue_list.html", {"issues": issues})


@read_only
def issue_detail(request, number):
    return issue_page(request, published_or_404(Issue.objects.all(), number=number))
