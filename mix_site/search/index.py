"""Writes the index: the words of the pages that are there now."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from mix_site.models.search import Entry, EntryText, Kind, Posting, Word
from mix_site.search.sources import SOURCES
from mix_site.search.weights import weigh, weigh_lent
from mix_site.search.words import stem

# To be raised with every change to words.py, weights.py or sources.py: `mend`
# then reads everything anew.
RULES = 2
BATCH = 200
# Names alone are few words a row.
LENT_AT_ONCE = 2000
WORDS_AT_ONCE = 5000
REWRITTEN = ["project", "day", "rules", "indexed_at"]
SHOWN = ["title", "url", "when", "text", "names"]
NAMES_APART = " · "
POSTED = ["word_id", "entry_id", "weight"]


def index(kind, pks):
    """Write the entries of these rows anew; those of rows that are gone go.

    May be called at any time, as often as one likes, by several at once. When a
    project has other names now, they are lent anew to what belongs to it.
    """
    pks = sorted(set(pks))
    for start in range(0, len(pks), BATCH):
        renamed = _index_batch(SOURCES[kind], pks[start : start + BATCH])
        for source in SOURCES.values() if renamed else ():
            if source.belongs_to_project:
                rows = source.model._base_manager.filter(project__in=renamed)
                lend(source.kind, rows.order_by().values_list("pk", flat=True))


def lend(kind, pks):
    """Write anew only what other rows lend to these: their texts are not read.

    A row without an entry is left to `index`.
    """
    pks = sorted(set(pks))
    for start in range(0, len(pks), LENT_AT_ONCE):
        _lend_batch(SOURCES[kind], pks[start : start + LENT_AT_ONCE])


def forget(kind, pks):
    """Take rows out of the index."""
    Entry.objects.filter(kind=kind, object_id__in=pks).delete()


def mend():
    """Index what has no entry, an entry by older rules, or one older than itself."""
    for kind, source in SOURCES.items():
        fresh = Entry.objects.filter(kind=kind, object_id=OuterRef("pk"), rules=RULES)
        if hasattr(source.model, "updated_at"):
            fresh = fresh.filter(indexed_at__gte=OuterRef("updated_at"))
        rows = source.model._base_manager.exclude(Exists(fresh))
        index(kind, rows.values_list("pk", flat=True))


def rebuild():
    """Index every row, drop what belongs to none; return how many rows by kind.

    The site goes on answering from the old entries meanwhile.
    """
    counts = {}
    for kind, source in SOURCES.items():
        pks = set(source.model._base_manager.values_list("pk", flat=True))
        known = Entry.objects.filter(kind=kind).values_list("object_id", flat=True)
        index(kind, pks | set(known))
        counts[kind] = len(pks)
    Word.objects.exclude(Exists(Posting.objects.filter(word=OuterRef("pk")))).delete()
    return counts


@transaction.atomic
def _index_batch(source, pks):
    """Index one batch; return the projects whose names are no longer the same."""
    entries = _lock(source.kind, pks)
    # Read only now: whoever waited for the lock reads what the other has saved.
    pages = {row.pk: source.read(row) for row in source.rows().filter(pk__in=pks)}
    Posting.objects.filter(entry__in=list(entries.values())).delete()
    forget(source.kind, entries.keys() - pages.keys())
    renamed = _renamed(entries, pages) if source.kind == Kind.PROJECT else []
    _write_entries(source.kind, pages)
    _write_texts(entries, pages)
    weighed = {pk: weigh(source.kind, page) for pk, page in pages.items()}
    _write_postings(_rows_of(entries, weighed))
    _write_postings(_rows_of(entries, _weigh_lent(source, pages)), is_lent=True)
    return renamed


@transaction.atomic
def _lend_batch(source, pks):
    """Write only what changes: most names remain as they were."""
    known = Entry.objects.select_for_update().filter(
        kind=source.kind, object_id__in=pks
    )
    entries = {entry.object_id: entry for entry in known.order_by("pk")}
    wanted = set(_rows_of(entries, _weigh_lent(source, list(entries))))
    old = Posting.objects.filter(entry__in=list(entries.values()), is_lent=True)
    stored = {row[1:]: row[0] for row in old.values_list("pk", *POSTED)}
    gone = [pk for row, pk in stored.items() if row not in wanted]
    for start in range(0, len(gone), WORDS_AT_ONCE):
        Posting.objects.filter(pk__in=gone[start : start + WORDS_AT_ONCE]).delete()
    _write_postings(sorted(wanted - stored.keys()), is_lent=True)


def _weigh_lent(source, pks):
    return {pk: weigh_lent(lent) for pk, lent in source.lent(list(pks)).items()}


def _rows_of(entries, weighed):
    """Return (word id, entry id, weight) of each word of each row."""
    ids = _vocabulary(weighed.values())
    return [
        (ids[text], entries[pk].pk, each.weight)
        for pk, words in weighed.items()
        for text, each in words.items()
    ]


def _lock(kind, pks):
    """Return {object id: Entry}, made where missing, held until the commit."""
    Entry.objects.bulk_create(
        [Entry(kind=kind, object_id=pk) for pk in pks], ignore_conflicts=True
    )
    entries = Entry.objects.select_for_update().filter(kind=kind, object_id__in=pks)
    return {entry.object_id: entry for entry in entries.order_by("pk")}


def _write_entries(kind, pages):
    rows = [
        Entry(
            kind=kind,
            object_id=pk,
            project=page.project,
            day=page.day,
            rules=RULES,
        )
        for pk, page in pages.items()
    ]
    Entry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=REWRITTEN,
    )


def _write_texts(entries, pages):
    rows = [
        EntryText(
            entry=entries[pk],
            title=page.title,
            url=page.url,
            when=page.when,
            text=page.text,
            names=NAMES_APART.join(page.names),
        )
        for pk, page in pages.items()
    ]
    EntryText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["entry"], update_fields=SHOWN
    )


def _write_postings(rows, is_lent=False):
    Posting.objects.bulk_create(
        [
            Posting(word_id=word, entry_id=entry, weight=weight, is_lent=is_lent)
            for word, entry, weight in rows
        ],
        batch_size=WORDS_AT_ONCE,
    )


def _vocabulary(weighed):
    """Return {text: id} of the words of some pages, new ones added."""
    written = {text: each.written for words in weighed for text, each in words.items()}
    ids = _ids_of(written)
    # In one order for everybody, so that two who add the same words only queue.
    new = [
        Word(text=text, stem=stem(text), written=written[text])
        for text in sorted(written.keys() - ids.keys())
    ]
    Word.objects.bulk_create(new, ignore_conflicts=True)
    return ids | _ids_of([word.text for word in new])


def _ids_of(texts):
    texts, ids = list(texts), {}
    for start in range(0, len(texts), WORDS_AT_ONCE):
        words = Word.objects.filter(text__in=texts[start : start + WORDS_AT_ONCE])
        ids |= dict(words.values_list("text", "pk"))
    return ids


def _renamed(entries, pages):
    """The projects whose names are no longer those of the index; none if new."""
    texts = EntryText.objects.filter(entry__in=list(entries.values()))
    before = dict(texts.values_list("entry__object_id", "names"))
    return [
        pk
        for pk, page in pages.items()
        if before.get(pk, NAMES_APART.join(page.names)) != NAMES_APART.join(page.names)
    ]
