"""Names that files come with: shown and offered for download, never a place on a disk."""

import pytest

from motcua.documents.rules import LONGEST_NAME, LONGEST_NAME_BYTES, safe_name

NAMES = [
    ("đơn.pdf", "đơn.pdf"),
    ("Giấy khai sinh (bản 2).PDF", "Giấy khai sinh (bản 2).PDF"),
    ("C:\\Users\\mau\\đơn.pdf", "đơn.pdf"),
    ("../../etc/passwd.pdf", "passwd.pdf"),
    ("..\\..\\windows\\win.pdf", "win.pdf"),
    ("/etc/shadow", "shadow"),
    ("a/b/c.png", "c.png"),
    ("a/", "tep"),
    ('<b>"a"|?*:.pdf', "ba.pdf"),
    ("a\x00\x1b[31m\nb.pdf", "a[31mb.pdf"),
    ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
    ("a\u202efdp.exe", "afdp.exe"),
    ("a\u200bb\ufeff.pdf", "ab.pdf"),
    ("do\u031bn.pdf", "dơn.pdf"),
    ("", "tep"),
    ("...", "tep"),
    ("/", "tep"),
    (" . ", "tep"),
    (".pdf", "pdf"),
    (".htaccess", "htaccess"),
    ("..pdf", "pdf"),
    ("a.pdf. . ", "a.pdf"),
    ("a.pdf::$DATA", "a.pdf$DATA"),
    ("con.pdf", "tep-con.pdf"),
    ("NUL", "tep-NUL"),
    ("com1.a.png", "tep-com1.a.png"),
    ("consul.pdf", "consul.pdf"),
    ("-rf.pdf", "rf.pdf"),
    ("~đơn.pdf", "đơn.pdf"),
    ("$(reboot).pdf", "$(reboot).pdf"),
    ("a'; DROP TABLE a;--.pdf", "a'; DROP TABLE a;--.pdf"),
    ("%2e%2e%2fa.pdf", "%2e%2e%2fa.pdf"),
    ("{{7-7}}.pdf", "{{7-7}}.pdf"),
    ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ("y" * 300, "y" * LONGEST_NAME),
    ("a." + "z" * 300, "a." + "z" * 10),
    ("ế" * 300 + ".pdf", "ế" * 78 + ".pdf"),
]


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize("sent", [sent for sent, _ in NAMES])
def test_a_safe_name_is_short_and_stays_as_it_is(sent: str) -> None:
    kept = safe_name(sent)

    assert len(kept) <= LONGEST_NAME
    assert len(kept.encode()) <= LONGEST_NAME_BYTES
    assert safe_name(kept) == kept
    assert not set(kept) & set('/\\<>:"|?*\r\n\0')
