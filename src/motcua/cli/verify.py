"""Saying whether a signed result is genuine.

Imported only once Django is ready.
"""

from pathlib import Path

from django.utils.timezone import localtime, now
from rich.console import Console
from rich.markup import escape

from motcua.dossiers.verification import examine
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart
from motcua.signing.rules import Verdict


def run(file: Path) -> bool:
    """Print who signed a file, when, and of which dossier it is; return whether it all holds."""
    console = Console(highlight=False)
    try:
        checked = examine(file.read_bytes(), now())
    except DomainError as refusal:
        raise CannotStart(str(refusal)) from refusal
    for verdict in checked.signatures:
        _print(verdict, console)
    if checked.is_issued_here:
        console.print(
            f"Hồ sơ:      [bold]{checked.dossier_number}[/] – {escape(checked.procedure)}"
        )
        console.print(f"Văn bản số: {checked.result_number} của {escape(checked.agency)}")
        if checked.standing is not None:
            console.print(f"Hiệu lực:   {checked.standing.label}")
    else:
        console.print("Hồ sơ:      hệ thống này không có đúng tệp đã đưa vào.")
    return checked.holds


def _print(verdict: Verdict, console: Console) -> None:
    when = f"{localtime(verdict.signed_at):%H:%M:%S %d/%m/%Y}" if verdict.signed_at else "không rõ"
    content = "nguyên vẹn" if verdict.intact else "[red]ĐÃ BỊ SỬA sau khi ký[/]"
    issuer = "được tin cậy" if verdict.trusted else "[red]KHÔNG được tin cậy[/]"
    console.print(f"Người ký:   [bold]{escape(verdict.signer)}[/]")
    console.print(f"  Ký lúc:     {when}")
    console.print(f"  Nội dung:   {content}")
    console.print(f"  Chứng thư:  do {escape(verdict.issuer)} cấp, {issuer}")
    if verdict.is_sample:
        console.print("  Lưu ý:      chứng thư mẫu, không có giá trị pháp lý")
