"""Views of the pages on which forms are drawn, checked, compared and published."""
