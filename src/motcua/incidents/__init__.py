"""Incidents of network security and breaches of personal data: clocks, minutes, papers."""
