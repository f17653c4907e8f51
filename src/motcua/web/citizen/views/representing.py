"""In whose name a citizen acts: choosing, claiming to represent an organisation, ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.documents.store_rules import Owner
from motcua.kernel.errors import DomainError, NotFound
from motcua.people.actions import claim_mandate, revoke_mandate
from motcua.people.mandates import claims_of, mandates_of, organisation_of, represented_by
from motcua.people.models import Mandate
from motcua.people.organisation_rules import (
    UNCERTAIN,
    Capacity,
    Standing,
    WrongTaxCode,
    check_tax_code,
    is_uncertain,
)
from motcua.web.admitting import ours
from motcua.web.identity import act_in_name_of, actor_of, for_citizens, signed_in

UNPROCESSABLE = 422
OWN_NAME = "own"  # what a page says for nobody else's


@for_citizens
def names(request: HttpRequest) -> HttpResponse:
    """Show in whose name one may act, and what one has claimed; take a claim in."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _claim(request)
        except WrongTaxCode as refusal:
            errors = {"tax_code": _(str(refusal))}
        except DomainError as refusal:
            errors = {"evidence": _(str(refusal))}
        else:
            return redirect("citizen:names")
    known = signed_in(request)
    assert known is not None
    page = {
        "known": known,
        "held": represented_by(known.actor.who, localdate(now())),
        "claims": claims_of(known.actor.who),
        "others": _others(request),
        "errors": errors,
        "typed": request.POST if errors else {},
    }
    return render(request, "citizen/names.html", page, status=UNPROCESSABLE if errors else 200)


def _claim(request: HttpRequest) -> None:
    tax_code = request.POST.get("tax_code", "")
    done = claim_mandate(
        tax_code, evidence=request.POST.get("evidence", ""), by=actor_of(request), at=now()
    )
    if isinstance(done, Mandate):
        messages.success(request, _("Dữ liệu đăng ký kinh doanh xác nhận bạn là người đại diện."))
    else:
        messages.success(request, _("Đã ghi đề nghị. Mời bạn mang giấy tờ đến quầy để kiểm tra."))
    if is_uncertain(check_tax_code(tax_code)):
        messages.warning(request, _(UNCERTAIN))


def _others(request: HttpRequest) -> list[tuple[Mandate, Standing]]:
    """Return who speaks for the organisation acted for, as its legal representative sees it."""
    known = signed_in(request)
    if known is None or known.organisation is None:
        return []
    if known.organisation.capacity is not Capacity.LEGAL:
        return []
    day = localdate(now())
    return [(one, one.standing(day)) for one in mandates_of(known.organisation.organisation)]


@for_citizens
@require_POST
def choose_name(request: HttpRequest) -> HttpResponse:
    """Act in another name from now on, then go on where the person was."""
    chosen = request.POST.get("name", "")
    act_in_name_of(request, chosen_name(chosen))
    following = request.POST.get("tiep")
    return redirect(ours(request, following) if following else "citizen:mine")


def chosen_name(text: str) -> UUID | None:
    """Return the organisation chosen, None for one's own name."""
    if text == OWN_NAME:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@for_citizens
@require_POST
def end_mandate(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Give up representing, or, as the legal representative, end what somebody else holds."""
    reason = request.POST.get("reason") or _("Người đại diện tự chấm dứt")
    revoke_mandate(mandate_id, reason=reason, by=actor_of(request), at=now())
    messages.success(request, _("Đã chấm dứt. Quyền nộp hồ sơ và xem giấy tờ dừng ngay."))
    return redirect("citizen:names")


def other_name(owner: Owner) -> tuple[str, str]:
    """Return the choice and the name in which a dossier is; the reader was checked before."""
    if owner.organisation is None:
        return OWN_NAME, ""
    found = organisation_of(owner.organisation)
    return str(owner.organisation), found.name if found else ""
