"""Acts for which it matters how sure one is of who acts: asked again at the identity provider."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from motcua.people.policy_rules import LEVELS, Act
from motcua.people.queries import identity_providers, policy_on
from motcua.web.identity import View, level_of_session

ASKED = "Việc này cần đăng nhập lại bằng tài khoản định danh mức độ {level}. Xong rồi xin làm lại."


def for_level(act: Act, *, only: str = "") -> Callable[[View], View]:
    """Send those of too low a level to the identity provider, then back to the page they left.

    With `only`, requests of other methods are let pass. Without a provider there is nobody to
    ask, and accounts of the province count as they are.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if only and request.method != only:
                return view(request, *args, **kwargs)
            return _asked(request, act) or view(request, *args, **kwargs)

        return asked

    return wrap


def _asked(request: HttpRequest, act: Act) -> HttpResponse | None:
    level = level_of_session(request)
    if level >= LEVELS[-1]:
        return None
    needed = policy_on(localdate()).level_for(act)
    providers = identity_providers() if level < needed else []
    if not providers:
        return None
    messages.info(request, _(ASKED).format(level=needed))
    said = urlencode({"muc": needed, "tiep": request.path})
    return redirect(f"{reverse('vouched', args=[providers[0].code])}?{said}")
