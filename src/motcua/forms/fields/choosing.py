"""Answers that are chosen: yes or no, one or several of the options."""

from datetime import date

from motcua.forms.fields.kinds import Field, FieldError, Places
from motcua.forms.lists import options_of


def check_yes_no(answer: object, field: Field, today: date, places: Places) -> object:
    """Return yes or no."""
    if not isinstance(answer, bool):
        raise FieldError("Xin chọn có hoặc không.")
    return answer


def check_declaration(answer: object, field: Field, today: date, places: Places) -> object:
    """Return that it was declared; anything else is none."""
    if answer is not True:
        raise FieldError("Xin đánh dấu để cam đoan nội dung đã khai là đúng.")
    return True


def check_choice(answer: object, field: Field, today: date, places: Places) -> object:
    """Return the value of one option."""
    if not isinstance(answer, str) or all(answer != one["value"] for one in options_of(field)):
        raise FieldError("Xin chọn một trong các mục đã cho.")
    return answer


def check_choices(answer: object, field: Field, today: date, places: Places) -> object:
    """Return the values of the chosen options, each once."""
    options = {one["value"] for one in options_of(field)}
    if not isinstance(answer, list) or any(
        not isinstance(one, str) or one not in options for one in answer
    ):
        raise FieldError("Xin chọn trong các mục đã cho.")
    return list(dict.fromkeys(answer))
