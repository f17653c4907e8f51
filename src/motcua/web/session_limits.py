"""How long a session lasts: by the policy of the day it began, and only while its posts do.

A session begun before there were limits has none but the age of its cookie.
"""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.timezone import localdate, now

from motcua.kernel.actors import Actor, Role
from motcua.organisations.queries import Office
from motcua.people.actions import keep_alive
from motcua.people.queries import policy_on

LIMITS = "limits"  # in the session: [began, last seen, idle seconds, longest seconds, posts]
BETWEEN_MARKS = 30  # seconds; a session is not written for every click


def limit(request: HttpRequest, offices: Sequence[Office]) -> None:
    """Begin to count, with the posts that the person holds now."""
    policy, at = policy_on(localdate()), now().timestamp()
    idle = 60 * policy.idle_minutes(is_staff=bool(offices))
    request.session[LIMITS] = [at, at, idle, 3600 * policy.longest_hours, _posts(offices)]


def has_ended(request: HttpRequest, offices: Sequence[Office]) -> bool:
    """Say whether the session is over: unused too long, too old, or begun with a post since lost.

    Whoever loses a post signs in anew with what they still have; so does whoever gets one that asks
    more of a sign-in than was asked when it began.
    """
    kept = request.session.get(LIMITS)
    if kept is None:
        return False
    began, seen, idle, longest, posts = kept
    at, held = now().timestamp(), set(_posts(offices))
    if at - seen > idle or at - began > longest or not set(posts) <= held:
        return True
    if held - set(posts) and _asks_more(posts, held):
        return True
    if at - seen > BETWEEN_MARKS:
        request.session[LIMITS] = [began, at, idle, longest, posts]
        keep_alive(str(request.session.session_key), by=Actor(None), at=now())
    return False


def _asks_more(before: Sequence[str], held: set[str]) -> bool:
    if not before:
        return True  # begun as a citizen
    policy = policy_on(localdate())
    return policy.asks_second_factor(_roles(held)) and not policy.asks_second_factor(_roles(before))


def _roles(posts: Iterable[str]) -> frozenset[Role]:
    return frozenset(Role(post.partition(":")[2]) for post in posts)


def seconds_left(request: HttpRequest) -> int | None:
    """Return after how many seconds without a click the session ends; None without limits."""
    kept = request.session.get(LIMITS)
    if kept is None:
        return None
    began, _, idle, longest, _ = kept
    return int(min(idle, began + longest - now().timestamp()))


def _posts(offices: Sequence[Office]) -> list[str]:
    return sorted(f"{office.agency}:{role.value}" for office in offices for role in office.roles)
