"""Saying whether a signed PDF is genuine, of whatever agency it is.

Imported only once Django is ready. Without a database it says what the file itself proves.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localtime, now
from rich.console import Console
from rich.markup import escape

from motcua.dossiers.verification import Checked, examine
from motcua.kernel.errors import DomainError
from motcua.runtime.refusals import CannotStart
from motcua.signing import trust
from motcua.signing.rules import Verdict
from motcua.signing.verifying import Trusting, verify
from motcua.web.finding_words import against, coverage_words, notes, revocation_words


def run(
    file: Path,
    *,
    trusted: Sequence[Path] = (),
    online: bool = False,
    as_json: bool = False,
    database: bool = True,
) -> bool:
    """Print who signed a file, when, and of which dossier it is; return whether it all holds.

    `trusted` are further authorities; `online` lets who issued a certificate be asked about it.
    """
    checked = _checked(file, trusted, online, database)
    if as_json:
        Console(highlight=False, soft_wrap=True).print_json(json.dumps(_facts(checked, database)))
    else:
        _print(checked, database, Console(highlight=False))
    return checked.holds


def trusting_of(trusted: Sequence[Path], *, online: bool) -> Trusting:
    """Return whom to trust: our authorities and those of files; refuse a file that is none."""
    try:
        more = [certificate for path in trusted for certificate in trust.read(path)]
    except ValueError as error:
        raise CannotStart("Tệp sau --trust phải là chứng thư X.509 (PEM hoặc DER).") from error
    roots = [*more, *trust.authorities()]
    times = [*more, *trust.time_authorities()]
    return Trusting(roots=roots, time_roots=times, may_ask=online)


def _checked(file: Path, trusted: Sequence[Path], online: bool, database: bool) -> Checked:
    trusting = trusting_of(trusted, online=online)
    content = file.read_bytes()
    try:
        if database:
            return examine(content, at=now(), trusting=trusting)
        return Checked(verify(content, at=now(), trusting=trusting), False, "", "", "", "", None)
    except DomainError as refusal:
        raise CannotStart(str(refusal)) from refusal


def _facts(checked: Checked, database: bool) -> dict[str, object]:
    """Return all that was found, for machines."""
    facts: dict[str, object] = {
        "holds": checked.holds,
        "signatures": [_signature(one) for one in checked.signatures],
        "issued_here": checked.is_issued_here if database else None,
    }
    if checked.is_issued_here:
        facts |= {
            "dossier": checked.dossier_number,
            "procedure": checked.procedure,
            "number": checked.result_number,
            "agency": checked.agency,
            "standing": checked.standing.value if checked.standing else None,
            "is_copy": checked.is_copy,
        }
    return facts


def _signature(verdict: Verdict) -> dict[str, object]:
    return {
        "signer": verdict.signer,
        "issuer": verdict.issuer,
        "serial": verdict.serial,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
        "time_stamped": verdict.is_time_stamped,
        "intact": verdict.intact,
        "trusted": verdict.trusted,
        "holds": verdict.holds,
        "covers_whole_file": verdict.covers_whole_file,
        "revocation": verdict.revocation.value,
        "findings": [finding.value for finding in verdict.findings],
        "office": asdict(verdict.office) if verdict.office else None,
        "sample": verdict.is_sample,
    }


def _print(checked: Checked, database: bool, console: Console) -> None:
    for verdict in checked.signatures:
        _print_signature(verdict, console)
    if checked.is_issued_here:
        number, procedure = checked.dossier_number, escape(checked.procedure)
        console.print(f"Hồ sơ:      [bold]{number}[/] – {procedure}")
        console.print(f"Văn bản số: {checked.result_number} của {escape(checked.agency)}")
        if checked.standing is not None:
            console.print(f"Hiệu lực:   {checked.standing.label}")
    elif database:
        console.print("Hồ sơ:      hệ thống này không có đúng tệp đã đưa vào.")
    else:
        console.print("Hồ sơ:      chưa có cơ sở dữ liệu ở đây để tra cứu.")


def _when(verdict: Verdict) -> str:
    at: datetime | None = verdict.signed_at
    said = f"{localtime(at):%H:%M:%S %d/%m/%Y}" if at else "không rõ"
    return f"{said}, có dấu thời gian" if verdict.is_time_stamped else said


def _print_signature(verdict: Verdict, console: Console) -> None:
    content = "nguyên vẹn" if verdict.intact else "[red]KHÔNG còn như khi ký[/]"
    issuer = "được tin cậy" if verdict.trusted else "[red]KHÔNG được tin cậy[/]"
    console.print(f"Người ký:   [bold]{escape(verdict.signer)}[/]")
    console.print(f"  Ký lúc:     {_when(verdict)}")
    console.print(f"  Nội dung:   {content}")
    console.print(f"  Phạm vi:    {coverage_words(verdict)}")
    console.print(f"  Chứng thư:  do {escape(verdict.issuer)} cấp, {issuer}")
    console.print(f"  Thu hồi:    {revocation_words(verdict.revocation)}")
    if verdict.office is not None and verdict.office.entitled:
        held = ", ".join(part for part in (verdict.office.title, verdict.office.agency) if part)
        console.print(f"  Thẩm quyền: {escape(held)}")
    for words in against(verdict):
        console.print(f"  [red]{escape(words)}[/]")
    for words in notes(verdict):
        console.print(f"  {escape(words)}")
    if verdict.is_sample:
        console.print("  Lưu ý:      chứng thư mẫu, không có giá trị pháp lý")
