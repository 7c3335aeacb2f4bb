"""Why a photograph cannot be deleted, said before somebody tries."""

from django.utils.html import format_html

from projects.kept_photos import WHY, versions_with


class KeptPhotos:
    """For the admin of photos: what an earlier version shows is not deleted."""

    def get_deleted_objects(self, objs, request):
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        kept = [
            format_html("«{}». {}", photo, WHY)
            for photo in objs
            if not lacking and versions_with(photo).exists()
        ]
        return found, counts, lacking, [*protected, *kept]
