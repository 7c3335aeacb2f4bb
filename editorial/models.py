from editorial.addresses import FormerSlug
from editorial.preview_links import PreviewAnswer, PreviewLink
from editorial.transitions import Transition

__all__ = ["FormerSlug", "PreviewAnswer", "PreviewLink", "Transition"]
