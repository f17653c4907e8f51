"""What forms are put together from: groups of questions that many forms ask in the same words."""

import json
from functools import lru_cache
from pathlib import Path

from motcua.forms.fields import Field

FOLDER = Path(__file__).parent / "facts" / "groups"


@lru_cache(maxsize=1)
def ready_groups() -> list[Field]:
    """Return the groups of the library, each a title and fields; callers must not change them."""
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))]


def blank(name: str) -> dict[str, object]:
    """Return the definition that a new form begins with: the applicant, and a page to fill."""
    applicant = ready_groups()[0]
    first = {"id": "applicant", "title": applicant["title"], "fields": applicant["fields"]}
    request = {
        "id": "request",
        "kind": "long_text",
        "label": {"vi": "Nội dung đề nghị", "en": "What do you ask for?"},
    }
    second = {"id": "content", "title": {"vi": "Nội dung", "en": "Content"}, "fields": [request]}
    return {"title": {"vi": name}, "pages": [first, second]}
