"""Pages for those who write and publish procedures, forms and processes."""
