"""The Jinja2 environment that every page of the portals is rendered with."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Undefined,
)
from markupsafe import Markup

from motcua.web import wording
from motcua.web.addresses import address
from motcua.web.form_input import options_like
from motcua.web.table_rows import table_rows

_COMPONENTS = "govuk_frontend_jinja"
_FILTERS: dict[str, Callable[..., Any]] = {
    "bilingual": wording.bilingual,
    "date_vn": wording.date_vn,
    "datetime_vn": wording.datetime_vn,
    "moment_input": wording.moment_input,
    "file_size": wording.file_size,
    "grouped": wording.grouped,
    "limit": wording.limit,
    "money": wording.money,
    "options_like": options_like,
    "shortened": wording.shortened,
}


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend: our words, addresses and components.

    Django's backend passes the loader of its template folders. Autoescape is always on.
    """
    # Django would print the names of missing values in debug mode; a page is the same everywhere.
    options |= {"undefined": Undefined}
    options.pop("autoescape", None)
    pages = Environment(
        loader=ChoiceLoader([loader, PrefixLoader({_COMPONENTS: PackageLoader(_COMPONENTS)})]),
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        **options,
    )
    pages.policies["ext.i18n.trimmed"] = True
    pages.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    pages.globals.update(
        url=url, static=static, current_language=current_language, table_rows=table_rows
    )
    pages.globals["same"] = _same_in(pages)
    pages.filters.update(_FILTERS)
    return pages


def _same_in(pages: Environment) -> Callable[[str], Markup]:
    """Return what draws a part that is the same on every page in a language: once for each."""

    @lru_cache(maxsize=32)
    def drawn(part: str, language: str) -> Markup:
        return Markup(pages.get_template(part).render())  # noqa: S704 -- a template of ours

    return lambda part: drawn(part, current_language())


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of the named page."""
    if args or kwargs:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    return address(name)


def current_language() -> str:
    """Return the language the page is being written in: "vi" or "en"."""
    return (translation.get_language() or "vi")[:2]
