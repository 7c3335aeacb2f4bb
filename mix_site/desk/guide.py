"""The editors' guide, docs/guida-redazione.md, readable at the desk."""

import re

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404
from django.shortcuts import render
from markdown import Markdown

from editorial.richtext import from_own_file

DOCS = settings.BASE_DIR / "docs"
GUIDE = DOCS / "guida-redazione.md"
PICTURES = DOCS / "guida-redazione"
# In the file they stand beside it; at the desk they are answered below this page.
FOLDER = re.compile(r'src="guida-redazione/')


def guide(request):
    """The whole guide as one page, its headings as a table of contents."""
    reader = Markdown(extensions=["toc", "tables", "sane_lists"])
    html = FOLDER.sub('src="', reader.convert(_body(GUIDE.read_text("utf-8"))))
    context = {
        **admin.site.each_context(request),
        "title": "Guida per chi scrive",
        "guide": from_own_file(html),
        "contents": reader.toc_tokens,
    }
    return render(request, "mix_site/desk/guide.html", context)


def _body(text):
    """The text below its title, which the page has already."""
    return text.partition("\n")[2] if text.startswith("# ") else text


def guide_picture(request, name):
    file = PICTURES / f"{name}.png"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="image/png")
