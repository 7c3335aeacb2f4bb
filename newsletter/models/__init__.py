from newsletter.models.block import (
    Block,
    ChronicleBlock,
    EventBlock,
    KeywordsBlock,
    PhotoBlock,
    ProjectsBlock,
    QuotationBlock,
    RubricsBlock,
    TextBlock,
)
from newsletter.models.issue import Issue

__all__ = [
    "Block",
    "ChronicleBlock",
    "EventBlock",
    "Issue",
    "KeywordsBlock",
    "PhotoBlock",
    "ProjectsBlock",
    "QuotationBlock",
    "RubricsBlock",
    "TextBlock",
]
