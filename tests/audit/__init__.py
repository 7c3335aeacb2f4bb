"""`make audit`: Lighthouse, axe and readability of a site of its own."""
