"""`./motcua manage issue_token`: a bearer token for a machine that acts in a person's name."""

from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate, localtime, now

from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import AgencyId
from motcua.organisations.models import Agency
from motcua.organisations.queries import offices_of
from motcua.people.actions import issue_token
from motcua.people.models import Account
from motcua.people.queries import account_by_login

LONGEST = 366


class Command(BaseCommand):
    """Issue a token and show it once; only its hash is kept."""

    help = "Cấp mã truy cập API cho một tài khoản; mã chỉ hiện một lần."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the account, and optionally the agency, the days and the purpose."""
        parser.add_argument("login", help="Tên đăng nhập của tài khoản.")
        parser.add_argument("--agency", help="Mã cơ quan mà cán bộ làm việc thay mặt.")
        parser.add_argument("--days", type=int, default=90, help="Số ngày mã còn hiệu lực.")
        parser.add_argument("--purpose", default="API", help="Mã dùng vào việc gì.")

    def handle(self, *args: object, **options: object) -> None:
        """Issue the token, or say why not."""
        account = account_by_login(str(options["login"]))
        if account is None or not account.is_active:
            raise CommandError("Không có tài khoản này, hoặc tài khoản đã khóa.")
        days = int(str(options["days"]))
        if not 1 <= days <= LONGEST:
            raise CommandError(f"Số ngày phải từ 1 đến {LONGEST}.")
        at = now()
        expires_at = at + timedelta(days=days)
        token = issue_token(
            account,
            agency=_agency(account, options["agency"]),
            purpose=str(options["purpose"])[:120],
            expires_at=expires_at,
            by=SYSTEM,
            at=at,
        )
        self.stderr.write(f"Mã có hiệu lực đến {localtime(expires_at):%H:%M %d/%m/%Y}:")
        self.stdout.write(token)


def _agency(account: Account, code: object) -> AgencyId | None:
    """Return the agency to act for; without a code, the only one where the person holds office."""
    offices = offices_of(account.person_id, localdate())
    if code is None:
        if len(offices) > 1:
            raise CommandError("Người này làm việc ở nhiều cơ quan; hãy nêu --agency.")
        return AgencyId(offices[0].agency) if offices else None
    agency = Agency.objects.filter(code=str(code)).first()
    if agency is None or agency.id not in {office.agency for office in offices}:
        raise CommandError("Người này hiện không giữ chức vụ nào ở cơ quan đó.")
    return AgencyId(agency.id)
