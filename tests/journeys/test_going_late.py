"""A dossier goes late, is apologised for, pauses and resumes; a day off is announced meanwhile."""

from datetime import date, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from motcua.deadlines.published import national_calendar
from tests.journeys.filing import answers_for, answers_pages, attaches, begins, the_code
from tests.journeys.province import Province, Someone
from tests.journeys.running import motcua, waits_for

CODE, SLUG, CASE = "1.001193", "khai-sinh", "co-chung-sinh"
# The same case, received three weeks earlier: what time alone would have made of it.
LONG_AGO = """
UPDATE dossiers_dossier SET opened_at = opened_at - interval '21 days',
    submitted_at = submitted_at - interval '21 days',
    accepted_at = accepted_at - interval '21 days',
    due_at = due_at - interval '21 days', original_due_at = original_due_at - interval '21 days'
WHERE number = '{0}';
UPDATE workflow_task SET subject_due_at = subject_due_at - interval '21 days',
    due_at = due_at - interval '21 days'
WHERE subject = (SELECT id FROM dossiers_dossier WHERE number = '{0}');
"""


def workday(after: int) -> date:
    """Return a working day that lies so many days ahead, or the next one."""
    calendar = national_calendar().calendar
    day = date.today() + timedelta(days=after)  # noqa: DTZ011 -- a test
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def an_accepted_birth(province: Province, chromium: Browser) -> tuple[Someone, str, str]:
    """File and accept; return the parent, the address of the dossier, and its number."""
    parent = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    begins(parent, CODE, CASE)
    answers_pages(parent, SLUG, CASE, answers_for(SLUG, CASE, relation="father"))
    attaches(parent, "GCS")
    parent.clicks("Tiếp tục")
    parent.clicks("Nộp hồ sơ")
    submission = the_code(parent)
    address = parent.page.get_by_role("link", name="Xem hồ sơ này").get_attribute("href")
    assert address
    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    desk.goes_to("/mot-cua/")
    assert desk.opens(submission)
    desk.clicks("Tiếp nhận hồ sơ")
    number = the_code(desk)
    desk.is_content()
    desk.context.close()
    return parent, address, number


def types_day(someone: Someone, name: str, day: date) -> None:
    """Type a day into the three inputs of a date."""
    for part, value in (("", day.day), (".month", day.month), (".year", day.year)):
        someone.page.locator(f'[id="{name}{part}"]').fill(str(value))


def test_a_late_dossier_is_apologised_for_and_everybody_hears(
    province: Province, chromium: Browser
) -> None:
    parent, address, number = an_accepted_birth(province, chromium)
    motcua(province, "psql", "-q", "-c", LONG_AGO.format(number))
    motcua(
        province, "manage", "procrastinate", "defer", "dossiers.watch_due_dates", '{"timestamp": 0}'
    )

    head = Someone.comes(chromium, province).signs_in("lanh-dao-phong")
    waits_for(head, "/tin-nhan", f"Chưa xin lỗi: hồ sơ {number}")
    _writes(head, number)
    signatory = Someone.comes(chromium, province).signs_in("lanh-dao")
    signatory.goes_to("/can-bo/thoi-han?xem=to_sign")
    signatory.page.locator("main tr", has_text=number).get_by_role("link").last.click()
    signatory.looks()
    signatory.clicks("Ký văn bản xin lỗi")
    signatory.sees("Văn bản xin lỗi được gửi cho người nộp")

    parent.goes_to(address)
    parent.sees("Cơ quan xin lỗi bạn vì chậm trả kết quả và hẹn lại")
    waits_for(parent, address, "Văn bản xin lỗi (PDF)")
    waits_for(parent, "/tin-nhan", f"Hẹn lại ngày trả kết quả hồ sơ {number}")
    desk = Someone.comes(chromium, province).signs_in("tiep-nhan")
    waits_for(desk, "/tin-nhan", f"Hẹn lại ngày trả: hồ sơ {number}")
    _assert_public(province, chromium, number)
    for someone in (parent, head, signatory, desk):
        someone.is_content()


def _writes(head: Someone, number: str) -> None:
    """Write the apology, once with the day missing."""
    head.goes_to("/can-bo/thoi-han")
    row = head.page.locator("main tr", has_text=number)
    expect(row).to_contain_text("Chưa xin lỗi")
    row.get_by_role("link", name="Viết xin lỗi").click()
    head.looks()
    head.page.select_option("#cause", "workload")
    head.page.fill("#explanation", "Đợt cấp đổi giấy tờ")
    head.clicks("Lưu và chuyển ký")
    head.sees("Xin nhập ngày hẹn lại")
    types_day(head, "new_due", workday(3))
    head.clicks("Lưu và chuyển ký")
    head.sees("Đã soạn văn bản xin lỗi")


def _assert_public(province: Province, chromium: Browser, number: str) -> None:
    anybody = Someone.comes(chromium, province, wide=390)
    anybody.goes_to("/cong-khai/tre-han")
    anybody.clicks("Ủy ban nhân dân phường Hoa Lư")
    anybody.sees(number)
    anybody.sees("Số hồ sơ tăng nhiều so với số người giải quyết")
    expect(anybody.page.locator("body")).not_to_contain_text("Đợt cấp đổi giấy tờ")
    anybody.is_content()


def test_a_supplement_stops_the_clock_and_the_answer_starts_it_again(
    province: Province, chromium: Browser
) -> None:
    parent, address, number = an_accepted_birth(province, chromium)
    officer = _asks(province, chromium, number)

    parent.goes_to(address)
    parent.sees("Tạm dừng")
    parent.clicks("Vì sao hẹn ngày này")
    parent.sees("Đang tạm dừng, chưa có ngày hẹn")
    parent.goes_to(address)
    parent.clicks("Xem và bổ sung")
    parent.clicks("Xem lại và gửi")
    parent.clicks("Gửi nội dung bổ sung")
    parent.goes_to(address)
    parent.clicks("Vì sao hẹn ngày này")
    parent.sees("Tạm dừng chờ bổ sung")
    parent.sees("Tính tiếp sau khi tạm dừng")
    for someone in (parent, officer):
        someone.is_content()


def _asks(province: Province, chromium: Browser, number: str) -> Someone:
    """Have whoever has the first step ask for a better paper."""
    for login in ("lanh-dao-phong", "thu-ly"):
        officer = Someone.comes(chromium, province).signs_in(login)
        officer.goes_to("/can-bo/?xem=unit")
        if officer.opens(number):
            break
    taking = officer.page.get_by_role("button", name="Nhận việc", exact=True)
    if taking.count():
        taking.first.click()
        officer.looks()
    officer.page.locator("details.motcua-mark").first.locator("summary").click()
    officer.page.locator('[name^="why."]').first.fill("Ảnh mờ, xin chụp lại")
    asking = officer.page.get_by_role("button", name="Gửi yêu cầu bổ sung")
    if not asking.first.is_visible():
        officer.page.locator("summary", has_text="bổ sung").first.click()
    asking.first.click()
    officer.looks()
    return officer


def test_a_day_off_announced_later_moves_every_open_dossier(
    province: Province, chromium: Browser
) -> None:
    parent, address, number = an_accepted_birth(province, chromium)
    keeper = Someone.comes(chromium, province).signs_in("quan-tri-nghiep-vu")
    keeper.goes_to("/quan-tri/lich-lam-viec")
    keeper.page.get_by_text("Thêm ngày nghỉ hoặc ngày làm bù").click()
    form = keeper.page.locator("details", has_text="Thêm ngày nghỉ hoặc ngày làm bù")
    types_day(keeper, "day", workday(0))
    types_day(keeper, "until", workday(2))
    form.locator('[id="day.source"]').fill("Thông báo thử 1/TB")
    form.get_by_role("button", name="Soạn đề nghị").click()
    keeper.looks()
    keeper.sees("hồ sơ đổi ngày hẹn")
    keeper.clicks("Đề nghị áp dụng")
    controller = Someone.comes(chromium, province).signs_in("kiem-soat")
    controller.goes_to(urlsplit(keeper.page.url).path)
    controller.sees("hồ sơ đổi ngày hẹn")
    controller.clicks("Cho áp dụng")
    controller.clicks("Xem lần tính lại ngày hẹn")
    expect(controller.page.locator("body")).to_contain_text("Đã xong lúc", timeout=60_000)
    controller.looks()

    parent.goes_to(address)
    parent.clicks("Vì sao hẹn ngày này")
    parent.sees("Lịch làm việc thay đổi")
    waits_for(parent, "/tin-nhan", "Ngày hẹn trả kết quả thay đổi")
    assert number in parent.page.locator("body").inner_text()
    for someone in (parent, keeper, controller):
        someone.is_content()
