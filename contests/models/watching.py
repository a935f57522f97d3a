"""What is noted of how a paper is sat, where the rules of its contest say so. It decides nothing."""

from django.db import models

from contests.models.contest import Contest, Entrant
from contests.models.paper import Paper


class Absence(models.Model):
    """The page of a paper was left and come back to, by the hours at which the server was told."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="absences")
    left_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.paper} · {self.left_at}"


class DeviceUse(models.Model):
    """An entrant sat on a device, known by a digest, made for this contest, of the random number in its cookie."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="device_uses")
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="device_uses")
    device = models.CharField(max_length=64)
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "entrant", "device"], name="one_use_per_entrant_and_device")
        ]

    def __str__(self) -> str:
        return f"{self.entrant} · {self.device[:8]}"
