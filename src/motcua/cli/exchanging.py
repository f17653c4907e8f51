"""`./motcua exchange …`: what could not be sent to other systems, sent again."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from motcua.cli.surroundings import after_django, equip, with_database
from motcua.kernel.actors import SYSTEM
from motcua.runtime.refusals import CannotStart

app = typer.Typer(
    help="Tin gửi hệ thống khác.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def exchange() -> None:
    """Tin gửi hệ thống khác."""


@app.command()
def retry(
    peer: Annotated[str, typer.Option(help="Chỉ tin gửi hệ thống này, theo mã.")] = "",
    kind: Annotated[str, typer.Option(help="Chỉ một loại việc, ví dụ dossier.decided.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại.")] = False,
) -> None:
    """Gửi lại những tin không gửi được, từng phần, cũ nhất trước."""
    with with_database(equip()):
        after_django("motcua.cli.serving").require_migrated()
        if kind and kind not in after_django("motcua.exchange.rules").told_events():
            raise CannotStart(f"Không có loại việc “{kind}”.", 2)
        queries = after_django("motcua.exchange.queries")
        if peer and queries.line_of(peer) is None:
            raise CannotStart(f"Không có hệ thống nhận tin “{peer}”.", 2)
        left = queries.dead(peer, kind).count()
        if not left:
            print("Không có tin nào phải gửi lại.")  # noqa: T201
            return
        if not yes:
            typer.confirm(f"Gửi lại {left} tin?", abort=True)
        print(f"Đã xếp {_in_parts(peer, kind, left)} tin vào hàng gửi lại.")  # noqa: T201


def _in_parts(peer: str, kind: str, left: int) -> int:
    """Send so many again, a part in each transaction; what dies again meanwhile stays dead."""
    actions, done = after_django("motcua.exchange.actions"), 0
    while done < left:
        many = actions.retry_all(peer, kind, by=SYSTEM, at=datetime.now(UTC))
        if not many:
            break
        done += many
    return done
