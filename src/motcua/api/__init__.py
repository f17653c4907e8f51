"""JSON for machines: the same acts as the pages, described by OpenAPI."""
