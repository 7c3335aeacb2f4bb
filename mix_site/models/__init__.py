from mix_site.models.home import Home
from mix_site.models.search import Entry, EntryText, Posting, Word

__all__ = ["Entry", "EntryText", "Home", "Posting", "Word"]
