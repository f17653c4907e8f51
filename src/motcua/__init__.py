"""Motcua: the system in which a province settles administrative procedures."""
