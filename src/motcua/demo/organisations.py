"""The agencies of the sample province over time, and their invented officers."""

import random
from collections.abc import Iterable
from datetime import date, datetime

from motcua.demo.names import identifier, invent
from motcua.demo.people import Member, keep_people
from motcua.demo.reading import FACTS, day, rows
from motcua.kernel.actors import Role
from motcua.organisations.models import Agency, Officer, Position, Succession
from motcua.signing.authority import SampleAuthority
from motcua.signing.models import Certificate

# The posts of an agency that settles procedures, with the titles of their holders by kind.
POSTS: tuple[tuple[Role, dict[str, str]], ...] = (
    (Role.RECEPTIONIST, {"": "Cán bộ tiếp nhận hồ sơ"}),
    (Role.CASE_OFFICER, {"": "Chuyên viên", "commune": "Công chức chuyên môn"}),
    (Role.CASE_OFFICER, {"": "Chuyên viên chính", "commune": "Công chức tư pháp - hộ tịch"}),
    (Role.SECTION_HEAD, {"": "Trưởng phòng", "commune": "Trưởng phòng Kinh tế"}),
    (
        Role.SIGNATORY,
        {
            "": "Giám đốc",
            "commune": "Chủ tịch Ủy ban nhân dân",
            "district": "Chủ tịch Ủy ban nhân dân",
            "province": "Chủ tịch Ủy ban nhân dân",
        },
    ),
    (Role.RECORDS_CLERK, {"": "Văn thư"}),
    (Role.RETURN_CLERK, {"": "Cán bộ trả kết quả"}),
)
# Who signs: results and apologies, and the scans of papers (TT 01/2023/TT-VPCP, article 8).
WITH_CERTIFICATE = frozenset(
    {Role.SIGNATORY, Role.RECEPTIONIST, Role.CASE_OFFICER, Role.RECORDS_CLERK}
)
SERIAL_OF_OFFICERS = 800_000


def load_agencies() -> None:
    """Load the dated tree and who succeeded whom."""
    known: dict[str, Agency] = {}
    for row in rows(FACTS / "units.csv"):
        known[row["code"]] = Agency.objects.create(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            tier=row["tier"],
            parent=known.get(row["parent_code"]),
            gso_code=row["gso_code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            code_is_sample=row["code_is_sample"] == "1",
        )
    Succession.objects.bulk_create(
        Succession(
            predecessor=known[row["predecessor_code"]],
            successor=known[row["successor_code"]],
            effective_on=date.fromisoformat(row["effective_on"]),
            basis=row["basis"],
            divided=row["divided"] == "1",
        )
        for row in rows(FACTS / "successions.csv")
    )


def load_officers(rng: random.Random, at: datetime) -> None:
    """Give every agency its officers, and those who sign their certificates."""
    authority = SampleAuthority(at)
    members: list[Member] = []
    positions: list[Position] = []
    certificates: list[Certificate] = []
    serial = SERIAL_OF_OFFICERS
    for agency in Agency.objects.order_by("code"):
        certificates.append(authority.issue(agency.id, "seal", agency.name))
        for at_post, (role, titles) in enumerate(POSTS):
            serial += 1
            person = invent(rng, serial, agency.place)
            member = Member(
                identifier(rng, at), person, f"{role.value}{at_post}.{agency.code.lower()}"
            )
            members.append(member)
            title = titles.get(agency.kind, titles[""])
            positions.append(post(member, agency, role, title))
            if role in WITH_CERTIFICATE:
                certificates.append(authority.issue(member.id, "person", person.full_name))
    keep_officers(members, positions, at)
    Certificate.objects.bulk_create(certificates)


def keep_officers(members: list[Member], positions: Iterable[Position], at: datetime) -> None:
    """Store people in office with their posts."""
    keep_people(members, at)
    Officer.objects.bulk_create(
        Officer(id=member.id, full_name=member.person.full_name) for member in members
    )
    Position.objects.bulk_create(positions)


def post(member: Member, agency: Agency, role: Role, title: str) -> Position:
    """Return a post at an agency, held as long as the agency exists."""
    return Position(
        officer_id=member.id,
        agency=agency,
        role=role.value,
        title=title,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
    )
