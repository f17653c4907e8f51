"""Everything that can be done to a paper on its way, and to the programme; one function each."""

from motcua.digitisation.actions.planning import assign_batch, check_sample, close_batch, open_batch
from motcua.digitisation.actions.reading import (
    confirm_copy,
    keep_reading,
    note_unreadable,
    return_copy,
    store_copy,
)
from motcua.digitisation.actions.scanning import (
    add_pages,
    count_paper,
    discard_copy,
    mark_notes,
    move_page,
    open_for_component,
    open_for_entry,
    remove_blank_pages,
    remove_page,
    sign_scan,
    split_page,
    turn_page,
)

__all__ = [
    "add_pages",
    "assign_batch",
    "check_sample",
    "close_batch",
    "confirm_copy",
    "count_paper",
    "discard_copy",
    "keep_reading",
    "mark_notes",
    "move_page",
    "note_unreadable",
    "open_batch",
    "open_for_component",
    "open_for_entry",
    "remove_blank_pages",
    "remove_page",
    "return_copy",
    "sign_scan",
    "split_page",
    "store_copy",
    "turn_page",
]
