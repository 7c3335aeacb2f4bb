from chronicles.models.chronicle import (
    Chronicle,
    ChronicleKeyword,
    ChroniclePhoto,
    ChronicleRubric,
)
from chronicles.models.figures import ActivityFigures
from chronicles.models.rubric import Rubric
from chronicles.models.story import Story

__all__ = [
    "ActivityFigures",
    "Chronicle",
    "ChronicleKeyword",
    "ChroniclePhoto",
    "ChronicleRubric",
    "Rubric",
    "Story",
]
