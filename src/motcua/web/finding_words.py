"""What checking a signature has found, in words that a passer-by understands."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from motcua.signing.rules import NOTES, Finding, Revocation, Verdict


def words_of(finding: Finding) -> str:
    """Return the sentence for a finding, in the language of the page."""
    return _WORDS[finding]()


_WORDS: Mapping[Finding, Callable[[], str]] = {
    Finding.CHANGED: lambda: _(
        "Nội dung không khớp với chữ ký: tệp đã bị sửa, hoặc chữ ký lấy từ tệp khác."
    ),
    Finding.OTHER_FILE: lambda: _("Chữ ký này được cắt từ một văn bản khác và dán vào đây."),
    Finding.FORGED: lambda: _("Chữ ký giả: không phải do khóa của chứng thư này tạo ra."),
    Finding.WRONG_CERTIFICATE: lambda: _(
        "Chứng thư trong tệp không phải là chứng thư mà người ký đã dùng."
    ),
    Finding.GAP: lambda: _(
        "Chữ ký chừa ra một khoảng trống không đúng chỗ, có thể giấu nội dung khác."
    ),
    Finding.TRAILING: lambda: _("Có dữ liệu nối thêm vào cuối tệp sau khi ký."),
    Finding.ADDED: lambda: _("Tệp đã bị sửa thêm sau khi ký."),
    Finding.PAGES_CHANGED: lambda: _("Có trang bị thêm vào hoặc bớt đi sau khi ký."),
    Finding.SHADOWED: lambda: _("Nội dung nhìn thấy đã bị tráo sau khi ký (tấn công “bóng”)."),
    Finding.WEAK_DIGEST: lambda: _(
        "Chữ ký dùng thuật toán băm đã lỗi thời (như SHA-1), có thể bị làm giả."
    ),
    Finding.UNTRUSTED: lambda: _("Chứng thư không do tổ chức được tin cậy cấp."),
    Finding.NOT_YET_VALID: lambda: _("Chứng thư chưa có hiệu lực vào lúc ký."),
    Finding.EXPIRED: lambda: _(
        "Chứng thư đã hết hạn, và không có dấu thời gian nào chứng tỏ đã ký trước khi hết hạn."
    ),
    Finding.REVOKED: lambda: _("Chứng thư đã bị thu hồi khi ký."),
    Finding.WRONG_USE: lambda: _("Chứng thư này không được cấp để ký văn bản."),
    Finding.TIME_STAMP_WRONG: lambda: _("Dấu thời gian không hợp lệ."),
    Finding.UNREADABLE: lambda: _("Chữ ký bị hỏng, không đọc được."),
    Finding.NO_AUTHORITY: lambda: _("Người ký không có thẩm quyền ký vào ngày đó."),
    Finding.NO_TIME_STAMP: lambda: _("Không có dấu thời gian: giờ ký do máy của người ký ghi."),
    Finding.REVOCATION_UNKNOWN: lambda: _(
        "Không có dữ liệu để biết chứng thư có bị thu hồi hay không."
    ),
}


def revocation_words(revocation: Revocation) -> str:
    """Return in words whether a certificate was revoked when it signed."""
    return {
        Revocation.GOOD: _("không bị thu hồi khi ký"),
        Revocation.REVOKED: _("đã bị thu hồi"),
        Revocation.UNKNOWN: _("không rõ"),
    }[revocation]


def coverage_words(verdict: Verdict) -> str:
    """Return in words how much of the file a signature is about."""
    if verdict.covers_whole_file:
        return _("toàn bộ tệp")
    if verdict.intact:
        return _("toàn bộ tệp như khi ký; sau đó chỉ thêm chữ ký hoặc dấu thời gian")
    return _("chỉ một phần của tệp")


def against(verdict: Verdict) -> list[str]:
    """Return what speaks against a signature."""
    return [words_of(one) for one in verdict.findings if one not in NOTES]


def notes(verdict: Verdict) -> list[str]:
    """Return what a reader should know besides."""
    return [words_of(one) for one in verdict.findings if one in NOTES]
