from django.conf import settings
from django.db import models


class TeamRequest(models.Model):
    """The redazione asked a team for a chronicle: once, and everybody sees it."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="+"
    )
    rubric = models.ForeignKey(
        "chronicles.Rubric", on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="mix_site_newest_requests")]

    def __str__(self):
        return f"{self.project}: {self.rubric}"
