"""The point of a parcel is set on a plan that needs no map service: by finger, keys, or device."""

import re

from playwright.sync_api import Browser, Locator, expect

from motcua.demo.reading import flagship
from motcua.forms.rules import shown_fields, shown_pages
from tests.journeys.filing import answers_for, begins
from tests.journeys.province import Province, Someone, answer

SLUG, CASE = "chuyen-muc-dich-dat", "dat-lua"
DEGREES = re.compile(r"^\d{2,3},\d{6}$")


def to_the_parcel(citizen: Someone) -> None:
    """Go through the form up to the page that asks for the parcel."""
    begins(citizen, str(flagship(SLUG, "procedure.json")["code"]), CASE)
    answers = answers_for(SLUG, CASE)
    for page in shown_pages(flagship(SLUG, "form.json"), answers, CASE):
        citizen.page.wait_for_url(f"**/ke-khai/{page['id']}")
        if citizen.page.locator("[data-point]").count():
            return
        for question in shown_fields(page, answers):
            if answers.get(str(question["id"])) is not None:
                answer(citizen.page, dict(question), answers[str(question["id"])])
        citizen.clicks("Lưu và tiếp tục")


def degrees(citizen: Someone) -> tuple[Locator, Locator]:
    """Return the two fields that the plan fills in."""
    box = citizen.page.locator("[data-point]")
    name = box.get_attribute("data-point")
    return citizen.page.locator(f'[id="{name}.lat"]'), citizen.page.locator(f'[id="{name}.lon"]')


def test_a_parcel_is_pointed_at_by_finger_by_keys_and_by_the_device(
    province: Province, chromium: Browser
) -> None:
    citizen = Someone.comes(chromium, province, wide=390).signs_in("cong-dan")
    to_the_parcel(citizen)
    plan = citizen.page.locator(".motcua-plan__sheet")
    plan.wait_for()
    citizen.looks()
    lat, lon = degrees(citizen)

    plan.click(position={"x": 120, "y": 90})
    expect(lat).to_have_value(DEGREES)
    touched = lat.input_value(), lon.input_value()
    plan.focus()
    for key in ("+", "ArrowUp", "ArrowUp", "Enter"):
        plan.press(key)
    keyed = lat.input_value(), lon.input_value()
    citizen.context.grant_permissions(["geolocation"])
    citizen.context.set_geolocation({"latitude": 20.253961, "longitude": 105.975013})
    citizen.page.get_by_role("button", name="Lấy vị trí của máy này").click()

    expect(lat).to_have_value("20,253961")
    expect(lon).to_have_value("105,975013")
    assert touched != keyed
    expect(citizen.page.locator(".motcua-plan__point")).to_be_visible()
    citizen.is_content()


def test_a_device_that_does_not_say_where_it_is_leaves_the_plan(
    province: Province, chromium: Browser
) -> None:
    citizen = Someone.comes(chromium, province).signs_in("cong-dan")
    to_the_parcel(citizen)
    citizen.page.locator(".motcua-plan__sheet").wait_for()

    citizen.page.get_by_role("button", name="Lấy vị trí của máy này").click()

    citizen.sees("Máy không cho biết vị trí")
    citizen.is_content()


def test_without_scripts_the_two_numbers_are_typed(province: Province, chromium: Browser) -> None:
    citizen = Someone.comes(chromium, province, scripts=False).signs_in("cong-dan")
    to_the_parcel(citizen)
    lat, lon = degrees(citizen)

    expect(citizen.page.locator(".motcua-plan__sheet")).to_be_hidden()
    expect(lat).to_be_visible()
    expect(lon).to_be_visible()
