"""The pages of the citizens' portal."""
