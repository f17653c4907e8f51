"""What a release is made of, and what must not be committed."""

import json
from pathlib import Path

from motcua.cli.bill import write
from motcua.cli.secrets import found_in

BEGIN, END = "-----BEGIN RSA PRIVATE " + "KEY-----", "-----END RSA PRIVATE " + "KEY-----"


def test_a_key_is_found_before_it_is_committed(tmp_path: Path) -> None:
    (tmp_path / "khoa.pem").write_text(f"{BEGIN}\nMIIE\n{END}\n")
    (tmp_path / "chu.txt").write_text("không có gì\n")

    found = found_in(["khoa.pem", "chu.txt"], tmp_path)

    assert found == ["khoa.pem:1: Private Key"]


def test_the_bill_of_materials_names_packages_scripts_and_fonts(tmp_path: Path) -> None:
    many = write(tmp_path / "sbom.json")

    bill = json.loads((tmp_path / "sbom.json").read_text())
    named = {one["name"] for one in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert len(bill["components"]) == many
    assert {"django", "psycopg", "htmx.org", "govuk-frontend", "tinos"} <= named
    assert not {"pytest", "esbuild"} & named
