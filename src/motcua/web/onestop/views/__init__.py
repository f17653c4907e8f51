"""Pages of the reception desk."""
