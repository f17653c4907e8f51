"""A closed dossier as one package for the archive system, and checking such a package."""
