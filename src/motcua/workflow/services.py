"""What the subjects of processes can do at a service step; each app that has subjects offers its
own, once, when the system starts."""

_offered: dict[str, str] = {}


def offer(name: str, words: str) -> None:
    """Make a service known to those who draw processes, with the words that the designer shows."""
    _offered[name] = words


def offered() -> dict[str, str]:
    """Return the services that processes may name."""
    return dict(_offered)
