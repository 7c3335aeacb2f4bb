"""The search index: which words stand on which page, in plain tables.

Nothing here is written by hand and nothing says what is public: `published()`
is asked at every search. `manage.py rebuild_search` makes it all anew.
"""

from django.db import models


class Kind(models.TextChoices):
    PROJECT = "progetti", "progetto"
    CHRONICLE = "cronache", "cronaca"
    STORY = "storie", "storia a puntate"
    EVENT = "eventi", "evento"
    PLACE = "spazi", "spazio"
    ISSUE = "newsletter", "newsletter"
    PAGE = "pagine", "pagina"


class Entry(models.Model):
    """One page of the site in the index: narrow, for every search reads through it."""

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    # Without a constraint: deleting a project never has to ask the index first.
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    day = models.DateField(null=True)
    # The version of the rules that made it; 0 while it is being made.
    rules = models.PositiveSmallIntegerField(default=0)
    indexed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="mix_site_entry_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class EntryText(models.Model):
    """What is shown of an entry that was found."""

    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, primary_key=True, related_name="shown"
    )
    title = models.CharField(max_length=250)
    url = models.CharField(max_length=250)
    when = models.CharField(max_length=250)
    text = models.TextField()
    # The other names under which it was indexed: a project lends them to its pages.
    names = models.TextField()

    def __str__(self):
        return self.title


class Word(models.Model):
    """A word of the vocabulary, compared without accents; `written` has them."""

    text = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=40, db_index=True)
    written = models.CharField(max_length=120)

    def __str__(self):
        return self.written


class Posting(models.Model):
    """A word stands on a page; `weight` says how much it counts there."""

    # Indexed by the two below: an index on the word alone would only slow writing.
    word = models.ForeignKey(Word, on_delete=models.CASCADE, db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()
    # Of a name that the page has from another row: its project, story or rubric.
    is_lent = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["word", "entry", "weight"], name="mix_site_posting_of_word"
            )
        ]

    def __str__(self):
        return f"{self.word_id} in {self.entry_id}"
