"""Pages of the portal of reform."""
