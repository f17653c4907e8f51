"""A page of a form as it is filled in: its questions, what is settled already, what was saved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from motcua.dossiers.content import answers_of
from motcua.dossiers.filling_rules import EVERYWHERE, Seen
from motcua.dossiers.fillings import filling_of
from motcua.dossiers.models import Dossier, Filling
from motcua.dossiers.places import places_on
from motcua.dossiers.sources import is_settled
from motcua.dossiers.supplementing import amendable
from motcua.forms.fields import COMPUTED, SILENT
from motcua.forms.rules import (
    Answers,
    Checked,
    FieldDict,
    check,
    known_values,
    pages_of,
    shown_fields,
)
from motcua.forms.wording import worded_answers
from motcua.kernel.errors import NotFound
from motcua.web.citizen.steps import WHOLE, is_whole, readable
from motcua.web.citizen.way import asked_of, form_of
from motcua.web.form_input import answers_from, without_empty_rows
from motcua.web.source_words import source_words

REVISION, TAB, TURN, OWN = "_revision", "_tab", "_turn", "own."


@dataclass(frozen=True, slots=True)
class Question:
    """A field with how it stands on the page: asked, or settled and only shown."""

    field: FieldDict
    is_settled: bool
    words: object
    source: str
    may_be_own: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

    title: object
    guidance: object
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page being filled in, with what is stored of it."""

    dossier: Dossier
    id: str
    form: Mapping[str, object]
    pages: Sequence[FieldDict]
    answers: Answers
    filling: Filling
    asked: Mapping[str, str]

    @property
    def title(self) -> object:
        """Return what the page is about."""
        return self.form.get("title", "") if self.id == WHOLE else self.pages[0]["title"]

    @property
    def fields(self) -> list[FieldDict]:
        """Return every field of the page, asked or not."""
        return [field for page in self.pages for field in page["fields"]]  # type: ignore[attr-defined]

    @property
    def seen_page(self) -> str:
        """Return under which name the page is saved; a form on one page is saved as a whole."""
        return EVERYWHERE if self.id == WHOLE else self.id

    def checked(self, answers: Answers) -> Checked:
        """Return the page's answers checked."""
        today = localdate()
        return check(
            self.form,
            answers,
            case=self.dossier.case,
            today=today,
            places=places_on(today),
            only_page=None if self.id == WHOLE else self.id,
        )

    def settled(self) -> set[str]:
        """Name the fields that are not typed here: known to a register, or not to be corrected."""
        names = {str(field["id"]) for field in self.fields}
        known = {name for name in names if is_settled(self.filling.sources, name)}
        if not self.asked:
            return known
        amended = amendable(self.dossier, self.asked, self.answers, localdate())
        return set() if amended is None else names - amended

    def typed(self, posted: QueryDict) -> Answers:
        """Return what was typed into the page, without what is settled."""
        settled = self.settled()
        fields = [field for field in self.fields if field["id"] not in settled]
        return answers_from(fields, posted)

    def without_empty_rows(self, typed: Answers) -> Answers:
        """Return what was typed without rows in which nothing stands."""
        fields = [field for field in self.fields if field["id"] in typed]
        return without_empty_rows(fields, typed)


def opened_page(dossier: Dossier, page_id: str) -> FormPage:
    """Return a page of a dossier's form, or say that the form has no such page."""
    form = form_of(dossier)
    whole = is_whole(form)
    pages = pages_of(form)
    wanted = pages if whole else [page for page in pages if page["id"] == page_id]
    if not wanted or (whole and page_id != WHOLE):
        raise NotFound
    answers, filling = answers_of(dossier), filling_of(dossier)
    return FormPage(dossier, page_id, form, wanted, answers, filling, asked_of(dossier))


def seen_in(page: FormPage, posted: QueryDict) -> Seen | None:
    """Return which state of the page a sending stands on; None when it does not say."""
    revision, tab, turn = (posted.get(name, "") for name in (REVISION, TAB, TURN))
    if not revision.isdecimal() or not tab:
        return None
    return Seen(page.seen_page, int(revision[:9]), tab[:40], int(turn) if _is_turn(turn) else 0)


def _is_turn(text: str) -> bool:
    return text.isdecimal() and len(text) <= len("1700000000000")


def hidden_of(page: FormPage, posted: QueryDict | None) -> dict[str, object]:
    """Return what travels along with the page: on what it stands, and which tab it is."""
    tab = posted.get(TAB, "") if posted else ""
    return {REVISION: page.filling.revision, TAB: tab[:40] or str(uuid4()), TURN: ""}


def own_in(posted: QueryDict) -> list[str]:
    """Name the answers from a register that the person wants to type instead."""
    return [name.removeprefix(OWN) for name in posted if name.startswith(OWN)]


def sections(page: FormPage, answers: Answers, language: str) -> list[Section]:
    """Return the questions of a page that these answers call for, under their headings."""
    clean = readable(page.form, answers, page.dossier.case)
    values = known_values(page.form, clean, page.dossier.case)
    settled, places = page.settled(), places_on(localdate())
    words = worded_answers(page.fields, clean, places, language)
    found = []
    for one in page.pages:
        questions = [_question(page, field, settled, words) for field in shown_fields(one, values)]
        if questions:
            title = one["title"] if page.id == WHOLE else ""
            found.append(Section(title, one.get("guidance"), questions))
    return found


def _question(
    page: FormPage, field: FieldDict, settled: Collection[str], words: Mapping[str, object]
) -> Question:
    name = str(field["id"])
    is_plain = field["kind"] in SILENT or field["kind"] in COMPUTED
    return Question(
        field,
        name in settled and not is_plain,
        words.get(name, ""),
        source_words(page.filling.sources, name),
        is_settled(page.filling.sources, name),
    )


@dataclass(frozen=True, slots=True)
class Differing:
    """A question that was answered in two places, as stored and as typed here."""

    field: FieldDict
    stored: object
    typed: object


def differing(page: FormPage, typed: Answers, language: str) -> list[Differing]:
    """Return the answers that are stored otherwise than they were typed here."""
    fields = [f for f in page.fields if f["id"] in typed]
    stored = _said(page, fields, page.answers, language)
    here = _said(page, fields, {**page.answers, **typed}, language)
    return [
        Differing(field, stored[name], here[name])
        for field in fields
        if stored[name := str(field["id"])] != here[name]
    ]


def _said(
    page: FormPage, fields: Sequence[FieldDict], answers: Answers, language: str
) -> dict[str, Any]:
    """Return answers in words; what does not fit its kind as it was typed."""
    wrong = {name.split(".")[0] for name in page.checked(answers).errors}
    right = [field for field in fields if field["id"] not in wrong]
    words = worded_answers(right, answers, places_on(localdate()), language)
    return {str(f["id"]): words.get(str(f["id"]), answers.get(str(f["id"]))) for f in fields}


def saved_words(moment: datetime | None) -> str:
    """Say when the page was saved last."""
    if moment is None:
        return ""
    local = localtime(moment)
    if local.date() == localdate():
        return _("Đã lưu lúc %(time)s") % {"time": f"{local:%H:%M}"}
    return _("Đã lưu lúc %(time)s") % {"time": f"{local:%H:%M %d/%m/%Y}"}
