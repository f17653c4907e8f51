"""The one-stop shop: registering people, accepting, asking for more, declining."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from motcua.api.answers import answer
from motcua.api.identity import actor_of, officer_of
from motcua.api.parameters import IfMatch, OptionalKey, revision_in
from motcua.api.routing import router
from motcua.api.shapes import acts
from motcua.api.shapes.dossiers import DossierShown, PersonShown, SupplementShown
from motcua.api.showing import shown, supplement
from motcua.dossiers import actions
from motcua.dossiers.desk import check_name_of_number, in_register
from motcua.dossiers.permissions import require_counter
from motcua.dossiers.rules import SupplementItem
from motcua.kernel.errors import InvalidInput
from motcua.kernel.ids import DossierId
from motcua.people.actions import register
from motcua.people.rules import Contact

TAGS = ["intake"]
NOT_IN_REGISTER = "Dữ liệu dân cư chưa có người này. Xin so lại với thẻ rồi gửi seen_card = true."


@router.post(
    "/people",
    response={201: PersonShown},
    operation_id="registerPerson",
    tags=TAGS,
    summary="Register who stands at the desk",
)
def register_person(request: HttpRequest, told: acts.PersonAsked) -> HttpResponse:
    """Return the person with this number, or register them; the population register confirms."""
    by, at = officer_of(request), now()
    require_counter(by)
    contact = Contact(told.personal_number, told.phone, told.email, told.address)
    check_name_of_number(told.personal_number, told.full_name)
    confirmed = in_register(contact, told.full_name, told.birth_date, told.sex)
    if not confirmed and not told.seen_card:
        raise InvalidInput({"seen_card": NOT_IN_REGISTER})
    person = register(
        told.full_name,
        contact,
        birth_date=told.birth_date,
        sex=told.sex,
        verified=confirmed,
        by=by,
        at=at,
    )
    verified = person.verified_at is not None
    return answer(PersonShown(id=person.id, full_name=person.full_name, verified=verified), 201)


@router.post(
    "/dossiers/{uuid:dossier_id}/accept",
    response=DossierShown,
    operation_id="acceptDossier",
    tags=TAGS,
    summary="Accept a filing",
)
def accept_dossier(request: HttpRequest, dossier_id: UUID, if_match: IfMatch) -> HttpResponse:
    """Give the dossier its number and due date and open the first steps."""
    by = actor_of(request)
    dossier = actions.accept(DossierId(dossier_id), revision=revision_in(if_match), by=by, at=now())
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    "/dossiers/{uuid:dossier_id}/request-supplement",
    response={201: SupplementShown},
    operation_id="requestSupplement",
    tags=TAGS,
    summary="Ask for what is missing or wrong",
)
def request_supplement(
    request: HttpRequest, dossier_id: UUID, asked: acts.SupplementAsked, if_match: IfMatch
) -> HttpResponse:
    """Ask once for everything: by the desk before acceptance, by the responsible officer after."""
    kept = actions.request_supplement(
        DossierId(dossier_id),
        items=[SupplementItem(one.target, one.kind, one.why) for one in asked.items],
        answer_by=asked.answer_by,
        revision=revision_in(if_match),
        by=actor_of(request),
        at=now(),
    )
    return answer(supplement(kept), 201)


@router.post(
    "/dossiers/{uuid:dossier_id}/answer-supplement",
    response=DossierShown,
    operation_id="answerSupplement",
    tags=TAGS,
    summary="Hand in what was asked for",
)
def answer_supplement(request: HttpRequest, dossier_id: UUID, key: OptionalKey) -> HttpResponse:
    """Give the dossier back, after saveAnswers and attachDocument; everything is checked again."""
    by = actor_of(request)
    try:
        dossier = actions.answer_supplement(DossierId(dossier_id), key=key, by=by, at=now())
    except InvalidInput as refusal:
        errors = {f"answers.{path}": sentence for path, sentence in refusal.errors.items()}
        raise InvalidInput(errors) from refusal
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    "/dossiers/{uuid:dossier_id}/decline",
    response=DossierShown,
    operation_id="declineDossier",
    tags=TAGS,
    summary="Turn a filing down",
)
def decline_dossier(
    request: HttpRequest, dossier_id: UUID, why: acts.DecliningAsked, if_match: IfMatch
) -> HttpResponse:
    """Refuse to accept, with the reason and its legal basis."""
    by = actor_of(request)
    dossier = actions.decline(
        DossierId(dossier_id),
        reason=why.reason,
        basis=why.basis,
        revision=revision_in(if_match),
        by=by,
        at=now(),
    )
    return answer(shown(dossier, by), revision=dossier.revision)


@router.post(
    "/dossiers/{uuid:dossier_id}/withdraw",
    response=DossierShown,
    operation_id="withdrawDossier",
    tags=TAGS,
    summary="Take one's application back",
)
def withdraw_dossier(
    request: HttpRequest, dossier_id: UUID, why: acts.WithdrawalAsked
) -> HttpResponse:
    """The applicant withdraws, as long as no result was issued."""
    by = actor_of(request)
    dossier = actions.withdraw(DossierId(dossier_id), reason=why.reason, by=by, at=now())
    return answer(shown(dossier, by), revision=dossier.revision)
