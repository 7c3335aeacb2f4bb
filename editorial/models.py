from editorial.addresses import FormerSlug

__all__ = ["FormerSlug"]
