from django.db import models


class RemembersLoaded(models.Model):
    """A row that knows what it was when it came out of the database."""

    remembered = ("slug", "published_at")

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._remember_loaded()
        return instance

    def _remember_loaded(self):
        # From __dict__: asking for a deferred field would be a query for each row.
        self._loaded = {name: self.__dict__.get(name) for name in self.remembered}

    def loaded(self, name):
        """Return the stored value of a remembered field; None for a new row."""
        return getattr(self, "_loaded", {}).get(name)
