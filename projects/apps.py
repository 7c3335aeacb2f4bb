from django.apps import AppConfig
from django.db.models.signals import post_delete


def forget_files(sender, instance, **kwargs):
    """However a photo is deleted, one by one or many at once."""
    from editorial.images import delete_files_on_commit

    delete_files_on_commit(instance.file_names)


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Progetti"

    def ready(self):
        post_delete.connect(forget_files, sender="projects.Photo")
