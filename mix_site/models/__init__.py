from mix_site.models.accounts import AccessEvent, Invitation
from mix_site.models.desk import TeamRequest
from mix_site.models.home import Home
from mix_site.models.search import Entry, EntryText, Posting, Word

__all__ = [
    "AccessEvent",
    "Entry",
    "EntryText",
    "Home",
    "Invitation",
    "Posting",
    "TeamRequest",
    "Word",
]
