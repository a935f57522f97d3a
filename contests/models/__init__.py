"""What a contest keeps: the contest itself, the papers of its entrants, and its live rounds."""

from contests.models.contest import Contest, Entrant, Phase
from contests.models.live import LiveAnswer, LivePlayer, LiveRound, LiveStep
from contests.models.paper import Answer, Paper, PaperQuestion
from contests.models.round import Round

__all__ = [
    "Answer",
    "Contest",
    "Entrant",
    "LiveAnswer",
    "LivePlayer",
    "LiveRound",
    "LiveStep",
    "Paper",
    "PaperQuestion",
    "Phase",
    "Round",
]
