"""Where the time of procedures goes: the list of those counted, and one step by step."""

import pytest
from django.urls import reverse

from motcua.dossiers.models import Dossier, ProcedureTime, StepFigure
from motcua.dossiers.usual_times import LEAST
from motcua.kernel.actors import Actor, Role
from motcua.kernel.ids import new_id
from motcua.procedures.models import Procedure
from tests.builders import a_case_officer, a_procedure, a_province, an_accepted_dossier, an_officer
from tests.web.portals import FEW, MANY, assert_flat, browser_of, text_of

pytestmark = pytest.mark.django_db
LIST = "/theo-doi/thoi-gian"


def a_watcher() -> Actor:
    return an_officer(a_province().committee, Role.CONTROLLER)


def a_step(dossier: Dossier, node: str, **given: object) -> StepFigure:
    facts = {
        "name": f"Bước {node}",
        "begins_minutes": 0,
        "waiting_minutes": 600,
        "working_minutes": 300,
        "paused_minutes": 0,
        "ninetieth_minutes": 1200,
        "dossiers": 25,
    }
    procedure = dossier.procedure.procedure_id
    return StepFigure.objects.create(procedure=procedure, node=node, **{**facts, **given})


def a_time(dossier: Dossier) -> ProcedureTime:
    return ProcedureTime.objects.create(
        procedure=dossier.procedure.procedure_id,
        dossiers=30,
        counted=25,
        median_days=4,
        ninetieth_days=7,
    )


def test_waiting_and_work_of_each_step_are_shown() -> None:
    dossier = an_accepted_dossier()
    a_time(dossier)
    a_step(dossier, "sign", begins_minutes=900, paused_minutes=480)
    a_step(dossier, "appraise")
    address = reverse("oversight:time_of", args=[dossier.procedure.procedure.code])

    page = text_of(browser_of(a_watcher()).get(address).content)

    assert "chờ 1 ngày 2 giờ, làm 5 giờ, tạm dừng 1 ngày" in page
    assert page.index("Bước appraise") < page.index("Bước sign")
    assert "trong 4 ngày làm việc, 9 trong 10 hồ sơ trong 7 ngày làm việc" in page
    assert "67% là chờ" in page


def test_bars_begin_at_zero_and_the_longest_is_as_wide_as_there_is_room() -> None:
    dossier = an_accepted_dossier()
    a_step(dossier, "appraise", waiting_minutes=100, working_minutes=300)
    a_step(dossier, "sign", waiting_minutes=100, working_minutes=100, begins_minutes=1)
    address = reverse("oversight:time_of", args=[dossier.procedure.procedure.code])

    page = browser_of(a_watcher()).get(address).content.decode()

    drawn = [part.split('"')[1::2][:3:2] for part in page.split("<rect x=")[1:]]
    assert drawn == [
        ["0.00%", "25.00%"],
        ["25.00%", "75.00%"],
        ["0.00%", "25.00%"],
        ["25.00%", "25.00%"],
    ]
    assert "style=" not in page


def test_procedures_with_most_dossiers_come_first() -> None:
    dossier = an_accepted_dossier()
    a_time(dossier)
    a_step(dossier, "appraise")
    other = a_procedure(form=None, components=(), name="Thủ tục ít hồ sơ")
    ProcedureTime.objects.create(procedure=other.procedure_id, dossiers=LEAST, counted=0)

    page = text_of(browser_of(a_watcher()).get(LIST).content)

    assert "30 4 ngày 7 ngày 1 ngày 2 giờ 5 giờ 67%" in page
    assert page.index("Thủ tục mẫu") < page.index("Thủ tục ít hồ sơ")


def test_without_enough_dossiers_the_pages_say_so() -> None:
    dossier = an_accepted_dossier()
    client = browser_of(a_watcher())
    address = reverse("oversight:time_of", args=[dossier.procedure.procedure.code])

    assert "Chưa thủ tục nào có đủ hồ sơ" in text_of(client.get(LIST).content)
    assert "Chưa đủ hồ sơ để tính" in text_of(client.get(address).content)


def test_an_unknown_procedure_is_not_found() -> None:
    assert browser_of(a_watcher()).get(f"{LIST}/9.999999").status_code == 404


@pytest.mark.parametrize("name", ["times", "time_of"])
def test_who_settles_does_not_watch(name: str) -> None:
    dossier = an_accepted_dossier()
    given = [dossier.procedure.procedure.code] if name == "time_of" else []

    answer = browser_of(a_case_officer(dossier)).get(reverse(f"oversight:{name}", args=given))

    assert answer.status_code == 403


def test_the_pages_ask_the_same_few_questions_at_any_size() -> None:
    dossier = an_accepted_dossier()
    a_time(dossier)
    a_step(dossier, "appraise")

    def grow(many: int = MANY) -> None:
        for at in range(many):
            a_step(dossier, f"{new_id()}", begins_minutes=at)

    grow(FEW)
    assert_flat(
        a_watcher(), reverse("oversight:time_of", args=[dossier.procedure.procedure.code]), grow
    )
    assert_flat(a_watcher(), LIST, more_procedures)


def more_procedures() -> None:
    for many in range(MANY // 10):
        procedure = Procedure.objects.create(code=f"7.{many:06d}")
        ProcedureTime.objects.create(procedure=procedure.id, dossiers=LEAST + many, counted=0)
