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

    def refresh_from_db(self, using=None, fields=None, **kwargs):
        super().refresh_from_db(using=using, fields=fields, **kwargs)
        self._remember_loaded(fields)

    def _remember_loaded(self, only=None):
        """Remember what the row is now; `only` names some of the fields."""
        # From __dict__: asking for a deferred field would be a query for each row.
        names = [name for name in self.remembered if only is None or name in only]
        now = {name: self.__dict__.get(name) for name in names}
        self._loaded = getattr(self, "_loaded", {}) | now

    def loaded(self, name):
        """Return the stored value of a remembered field; None for a new row."""
        return getattr(self, "_loaded", {}).get(name)
