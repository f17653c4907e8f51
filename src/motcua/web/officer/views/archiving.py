"""The package of a closed dossier for the archive, made and sent in one go."""

from typing import cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from motcua.dossiers.actions import archive
from motcua.dossiers.archive.writing import file_name, written_file
from motcua.dossiers.queries import dossier_for
from motcua.kernel.actors import Role
from motcua.kernel.ids import DossierId
from motcua.web.identity import actor_of, for_roles


@require_POST
@for_roles(Role.RECORDS_CLERK)
def package(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Make the package of a dossier that has ended and give it to the records clerk."""
    reader = actor_of(request)
    shown = dossier_for(reader, dossier_id)
    made = archive(DossierId(shown.id), by=reader, at=now())
    answer = FileResponse(written_file(made), as_attachment=True, filename=file_name(made))
    answer["Content-Type"] = "application/zip"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)  # both are answers; the rest of the pages is typed narrower
