"""What a contest keeps: the contest itself, the papers of its entrants, its live rounds, and what made the result."""

from contests.models.contest import Contest, Entrant, Phase, PositionGroup
from contests.models.entry import CodeGuess, Consent, ConsentText, ContestStaff, Invited, InvitedFile
from contests.models.feedback import Feedback
from contests.models.handout import Certificate, OfficeTemplate
from contests.models.live import LiveMove, LivePlayer, LiveRehearsal, LiveRound, LiveStep, LiveTeam
from contests.models.live_given import LiveAnswer, LiveAttendance, LiveBuzz, LiveCard, LiveReach, LiveServing
from contests.models.paper import Answer, LateAnswer, Paper, PaperQuestion
from contests.models.portal import Notice, PublicPage
from contests.models.record import Edition, HostBody, RecordEntry, RecordHead, SignOff
from contests.models.review import Appeal, CorrectionProposal, Incident, KeyEdition, TieDecision
from contests.models.roster import Roster, RosterLine, RosterRequest, RosterSet, RosterUpload, UnitRuling
from contests.models.round import FixedPaper, Round
from contests.models.stage import (
    Stage,
    StageAbsence,
    StageBell,
    StageDraw,
    StageJuror,
    StageLot,
    StageMark,
    StageMember,
    StagePoints,
    StageSegment,
    StageTeam,
    StageTie,
    StageTime,
)
from contests.models.watching import Absence, DeviceUse

__all__ = [
    "Absence",
    "Answer",
    "Appeal",
    "Certificate",
    "CodeGuess",
    "Consent",
    "ConsentText",
    "Contest",
    "ContestStaff",
    "CorrectionProposal",
    "DeviceUse",
    "Edition",
    "Entrant",
    "Feedback",
    "FixedPaper",
    "HostBody",
    "Incident",
    "Invited",
    "InvitedFile",
    "KeyEdition",
    "LateAnswer",
    "LiveAnswer",
    "LiveAttendance",
    "LiveBuzz",
    "LiveCard",
    "LiveMove",
    "LivePlayer",
    "LiveReach",
    "LiveRehearsal",
    "LiveRound",
    "LiveServing",
    "LiveStep",
    "LiveTeam",
    "Notice",
    "OfficeTemplate",
    "Paper",
    "PaperQuestion",
    "Phase",
    "PositionGroup",
    "PublicPage",
    "RecordEntry",
    "RecordHead",
    "Roster",
    "RosterLine",
    "RosterRequest",
    "RosterSet",
    "RosterUpload",
    "Round",
    "SignOff",
    "Stage",
    "StageAbsence",
    "StageBell",
    "StageDraw",
    "StageJuror",
    "StageLot",
    "StageMark",
    "StageMember",
    "StagePoints",
    "StageSegment",
    "StageTeam",
    "StageTie",
    "StageTime",
    "TieDecision",
    "UnitRuling",
]
