"""What the designer offers in its lists: roles, agencies, acts, processes to call."""

import json
from datetime import date

from django.urls import reverse

from motcua.kernel.actors import ROLE_NAMES, Role
from motcua.organisations.models import Agency
from motcua.workflow.authorship import in_force, revision_of
from motcua.workflow.models import ProcessVersion
from motcua.workflow.services import offered

# Who can be given a step; the others watch, administer or apply.
PERFORMERS = (
    Role.RECEPTIONIST,
    Role.CASE_OFFICER,
    Role.SECTION_HEAD,
    Role.SIGNATORY,
    Role.RECORDS_CLERK,
    Role.RETURN_CLERK,
    Role.CASHIER,
)
ACTS = [
    ("", "Không gắn với việc nào"),
    ("assign", "Phân công"),
    ("appraise", "Thẩm định, trình kết quả"),
    ("opinion", "Cho ý kiến"),
    ("approve", "Duyệt"),
    ("sign", "Ký kết quả"),
    ("issue", "Cấp số, phát hành"),
    ("deliver", "Trả kết quả"),
]
WAYS = [
    ("hand", "Người phụ trách phân công"),
    ("round_robin", "Lần lượt từng người"),
    ("least_loaded", "Người đang ít việc nhất"),
]
AGENCIES = [
    ("settling", "Cơ quan giải quyết hồ sơ"),
    ("receiving", "Nơi tiếp nhận hồ sơ"),
    ("sector", "Cơ quan phụ trách lĩnh vực của thủ tục"),
    ("territory", "Xã, phường nơi có việc (theo địa chỉ trong tờ khai)"),
    ("item", "Cơ quan của từng mục trong danh sách"),
]


def agency_choices(day: date) -> list[tuple[str, str]]:
    """Return the agencies that a step may be given to, as a process writes them."""
    found = Agency.objects.in_force(day).order_by("name", "code").values_list("code", "name")
    return [*AGENCIES, *((f"code:{code}", name) for code, name in found)]


def words_of_values(day: date) -> str:
    """Return, as JSON, how roles, agencies, acts and ways of assignment are called."""
    roles = [(role.value, ROLE_NAMES[role]) for role in PERFORMERS]
    choices = [*roles, *ACTS, *WAYS, *agency_choices(day)]
    return json.dumps({value: words for value, words in choices if value}, ensure_ascii=False)


def designer_facts(version: ProcessVersion, day: date) -> str:
    """Return, as JSON, what the designer needs to know about its surroundings."""
    facts = {
        "code": version.code,
        "revision": revision_of(version),
        "check": reverse("catalogue:check"),
        "try": reverse("catalogue:try"),
        "save": reverse("catalogue:save", args=[version.id]),
        "roles": [(role.value, ROLE_NAMES[role]) for role in PERFORMERS],
        "acts": ACTS,
        "ways": WAYS,
        "agencies": agency_choices(day),
        "services": list(offered().items()),
        "processes": [(code, name or code) for code, name in in_force() if code != version.code],
    }
    return json.dumps(facts, ensure_ascii=False)
