"""The pages of the catalogue portal."""
