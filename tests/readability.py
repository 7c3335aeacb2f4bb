"""How easy the fixed texts are to read: the Gulpease index of each.

    89 + (300 × sentences − 10 × letters) / words

from 0 (hard) to 100 (easy), made for Italian: P. Lucisano and M. E. Piemontese,
«GULPEASE: una formula per la predizione della difficoltà dei testi in lingua
italiana», Scuola e città 3 (1988). Below 60 a text is hard for whoever left school
after the «licenza media»: no fixed text of ours may be.

An elided article is a word (l’orto: two). A sentence ends with . ! ? … or with its
paragraph or item of a list. Headings and lists of sources are no prose and are left
out. A text of fewer than MIN_WORDS says too little to be measured alone: it counts
together with the other short ones of its entry, then of its file or folder.
"""

import html
import re
from typing import NamedTuple

from django.conf import settings

from chronicles.models import Rubric
from mix_site.content import reader
from projects.models import Keyword

ENOUGH, MIN_WORDS = 60, 30
PROSE = {
    *("summary", "standfirst", "introduction", "content", "body", "text", "story"),
    *("challenge", "continuity", "legacy", "report", "was", "now", "remains"),
    *("resources", "obstacles", "results", "description", "quotation", "when_note"),
    *("preheader",),
}
# Fields that are harder, how hard they may be, and why. Nothing else may.
HARDER = {"quotation": (49, "the assessora’s own words, quoted word by word")}
TEMPLATES = settings.BASE_DIR / "templates"
# What nginx and gunicorn answer when the site cannot.
ERROR_PAGES = settings.BASE_DIR / "deploy/errors"

_UNREAD = re.compile(r"<(h\d|script|style|svg|title)\b.*?</\1>", re.DOTALL)
_SOURCES = re.compile(r"<p>Font[ei]: .*?</p>", re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|li|div|dd|dt|ul)>|<br>")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"(?<!\bn)[.!?…]+[»”)]*(?=\s|$)|\n")
# A text of a template: what stands between two tags of HTML.
_SAID = re.compile(r">([^<>]*)<|block description %}(.*?){% endblock", re.DOTALL)


class Text(NamedTuple):
    where: str
    words: int
    gulpease: float
    is_fine: bool


def prose(text):
    """Return the text that is measured, a line for each paragraph or item."""
    text = " ".join(_SOURCES.sub("", _UNREAD.sub("", text)).split())
    text = re.sub(r"<[^>]+>", "", _BLOCK_END.sub("\n", text))
    return html.unescape(re.sub(r"\b(?:\w\.){2,}", "Sigla", text))


def counts(text):
    """Return (words, sentences, letters) of a text without tags."""
    words = _WORD.findall(text)
    sentences = [s for s in _SENTENCE_END.split(text) if _WORD.search(s)]
    return len(words), len(sentences), sum(map(len, words))


def gulpease(text):
    """Return the index of a text, which has at least a word."""
    words, sentences, letters = counts(prose(text))
    return 89 + (300 * sentences - 10 * letters) / words


def every_text():
    """Return a Text for every fixed text: content, vocabularies, templates."""
    found = [*content_texts(), *vocabulary_texts(), *template_texts()]
    return [measured(where, text) for where, text in found]


def measured(where, text):
    index = gulpease(text)
    field = where.rpartition(", ")[2]
    least = HARDER.get(field, (ENOUGH, ""))[0]
    return Text(where, counts(prose(text))[0], index, index >= least)


def is_long(text):
    return counts(prose(text))[0] >= MIN_WORDS


def content_texts():
    """Yield (where, text) of what load_content writes."""
    short = {}
    for entries in reader.read().values():
        for entry in entries:
            yield from entry_texts(entry, short)
    yield from pooled(short)


def entry_texts(entry, short):
    """Yield the long texts of an entry; leave in `short`, by file, the others."""
    texts = list(fields_of(entry))
    brief = [text for _, text in texts if not is_long(text)]
    for name, text in texts:
        if is_long(text):
            yield f"{entry.where}, {name}", text
    if is_long("\n".join(brief)):
        yield f"{entry.where}, short ones", joined(brief)
    else:
        short.setdefault(entry.where.partition(",")[0], []).extend(brief)


def fields_of(entry):
    for name, value in entry.values.items():
        if name in PROSE:
            yield name, value
        for part in value if isinstance(value, list) else []:
            if isinstance(part, reader.Entry):
                yield from fields_of(part)


def joined(texts):
    return "".join(f"<p>{text}</p>" for text in texts if text)


def pooled(short):
    for where, texts in short.items():
        if texts:
            yield f"{where}, short ones", joined(texts)


def vocabulary_texts():
    for model in (Rubric, Keyword):
        rows = model.objects.order_by("position")
        texts = [row.description for row in rows]
        texts += [row.question for row in rows] if model is Rubric else []
        yield f"{model.__name__}, descriptions", joined(texts)


def template_texts():
    """Yield the fixed sentences of the pages, folder by folder."""
    by_folder = {}
    for path in [*TEMPLATES.rglob("*.html"), *ERROR_PAGES.glob("*.html")]:
        if "admin" not in path.parts:
            folder = path.parent.relative_to(settings.BASE_DIR)
            by_folder.setdefault(folder, []).extend(sentences(path.read_text("utf-8")))
    for folder, texts in by_folder.items():
        if is_long(joined(texts)):
            yield f"{folder}/", joined(texts)


def sentences(template):
    """Return the texts of a template that are whole sentences and say no variable."""
    template = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", template)
    said = [
        "".join(groups).strip() for groups in _SAID.findall(_UNREAD.sub("", template))
    ]
    said = [re.sub(r"{%[^%]*%}", "\n", text) for text in said if "{{" not in text]
    lines = [line.strip() for text in said for line in text.splitlines()]
    return [line for line in lines if re.search(r"\w.*[.!?…]$", line)]
