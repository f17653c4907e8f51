"""What the worker does by itself: the digest of a week, and its way to each reader."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import localdate, now
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.briefings.actions import SEND, issue, note_sent
from motcua.briefings.models import Delivery
from motcua.briefings.queries import recipients
from motcua.kernel.actors import SYSTEM
from motcua.notifications.telling import addresses_of

BODY = (
    "Kính gửi ông/bà,\n\nBản tin tuần {week} về giải quyết thủ tục hành chính ở trong tệp kèm theo"
    " (PDF, 2 trang).\nMở trang hôm nay: {address}/theo-doi/\n\n"
    "Không muốn nhận nữa: {address}/ban-tin"
)


@app.periodic(cron="30 0 * * 1")  # in UTC: on Monday morning here
@app.task(name="briefings.issue_weekly", queueing_lock="briefings.issue_weekly")
def issue_weekly(timestamp: int) -> None:
    """Draw this week's digest and queue it."""
    issue(by=SYSTEM, at=now())


@app.task(name=SEND, retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def send(delivery: str) -> None:
    """Send the digest to one reader; what was sent is left alone, and who declined meanwhile."""
    waiting = (
        Delivery.objects.select_related("issue").filter(pk=UUID(delivery), sent_at=None).first()
    )
    if waiting is None or waiting.person not in recipients(localdate(now())):
        return
    address = addresses_of([waiting.person]).get(waiting.person)
    if not address:
        return
    week = waiting.issue.week
    message = EmailMessage(
        subject=f"Bản tin tuần {week}: thủ tục hành chính",
        body=BODY.format(week=week, address=settings.PUBLIC_URL),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
    )
    message.attach(f"ban-tin-tuan-{week}.pdf", bytes(waiting.issue.paper), "application/pdf")
    message.send()
    note_sent(waiting.id, by=SYSTEM, at=now())
