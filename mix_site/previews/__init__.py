"""Preview images: what a page shows where somebody shares its address."""
