"""Values that belong to one person and to nothing else, and how each may look where it leaked."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from json import dumps
from urllib.parse import quote, quote_plus

from PIL import Image

MARK = "7605"  # stands in every value, so that a folder is searched quickly
EXIF_DESCRIPTION = 270
ENDINGS = ("pdf", "jpg")


@dataclass(frozen=True, slots=True)
class Canary:
    """A value, what it is, and where in the database it stands in clear by design, if anywhere."""

    value: str
    what: str
    open_in: frozenset[str] = frozenset()

    def needles(self) -> Iterator[bytes]:
        """Yield the ways in which it may be written."""
        yield from {
            self.value.encode(),
            self.value.encode().hex().encode(),
            dumps(self.value)[1:-1].encode(),
            quote(self.value).encode(),
            quote_plus(self.value).encode(),
            self.value.encode("utf-16-be"),
        }


# Where a value stands readable, and why (`docs/adr/0008`): officers sort and search by names,
# reasons are for whoever asks why, a list of papers says what each is called.
NAMES = frozenset(
    {"people_person.full_name", "people_person.search", "dossiers_dossier.applicant_name",
     "dossiers_dossier.search", "notifications_message.body"}
)  # fmt: skip
REASONS = frozenset({"dossiers_supplementrequest.items", "notifications_message.body"})
PAPERS = frozenset({"documents_document.name", "dossiers_attachment.name"})


@dataclass(frozen=True, slots=True)
class Round:
    """One person and what becomes of their dossier."""

    number: Canary
    phone: Canary
    email: Canary
    address: Canary
    answer: Canary
    agent: Canary
    inside: Canary
    typed: Canary
    name: Canary
    reason: Canary
    file_name: Canary
    is_picture: bool

    def secrets(self) -> list[Canary]:
        """Return what may stand nowhere in clear."""
        return [self.number, self.phone, self.email, self.address, self.answer, self.agent,
                self.inside, self.typed]  # fmt: skip

    def open(self) -> list[Canary]:
        """Return what stands in clear in some columns by design, and nowhere else."""
        return [self.name, self.reason, self.file_name]


def rounds(values: int, seed: int) -> list[Round]:
    """Return as many rounds as hold so many secret values; others for another seed."""
    order = random.Random(seed).sample(range(100), 98)
    return [_round(at, order) for at in range(-(-values // 8))]


def _round(at: int, order: list[int]) -> Round:
    n, other, third = order[3 * at], order[3 * at + 1], order[3 * at + 2]
    return Round(
        number=Canary(f"0371907605{n:02}", "số định danh"),
        phone=Canary(f"0987605{n:03}", "điện thoại"),
        email=Canary(f"canari{MARK}{n:02}@rieng.example", "thư điện tử"),
        address=Canary(f"Ngõ Canari {MARK}{n:02} Hẻm Sâu", "nơi ở"),
        answer=Canary(f"Canari {MARK}{n:02} điều chỉ khai cho cơ quan", "nội dung khai"),
        agent=Canary(f"0371907605{other:02}", "số định danh trong tờ khai"),
        inside=Canary(f"canari-{MARK}{n:02}-inside-a-paper", "nội dung tệp"),
        typed=Canary(f"0371907605{third:02}", "số gõ khi đăng nhập, tra cứu"),
        name=Canary(f"Nguyễn Thị Canari {_letters(n)}", "họ tên", NAMES),
        reason=Canary(f"Canari {MARK}{n:02} lý do cần bổ sung", "lý do", REASONS),
        file_name=Canary(f"canari{MARK}{n:02}.{ENDINGS[at % 2]}", "tên tệp", PAPERS),
        is_picture=bool(at % 2),
    )


def _letters(number: int) -> str:
    """Return a number as a word: names have no digits."""
    return "".join(chr(ord("A") + int(digit)) for digit in f"{number:02}").capitalize() + "yến"


def paper(text: str) -> bytes:
    """Return a PDF with a text on its page and in its title."""
    drawn = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        f"<</Title({text})>>".encode(),
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def photograph(text: str) -> bytes:
    """Return a picture whose maker wrote a text into it."""
    exif, out = Image.Exif(), BytesIO()
    exif[EXIF_DESCRIPTION] = text
    Image.new("RGB", (640, 480), (90, 120, 60)).save(out, "JPEG", exif=exif)
    return out.getvalue()
