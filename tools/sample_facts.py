"""Write the sample facts of the repository from a folder of reference data.

Run it as ``python tools/sample_facts.py REFERENCE_FOLDER``; the output goes below ``src/motcua``.
Only facts are kept: codes, official names, limits, amounts, document numbers. Descriptions,
step texts and conditions of the reference data are left behind.
"""

import argparse
import csv
import gzip
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

SOURCE_ROOT = Path(__file__).resolve().parent.parent / "src" / "motcua"
RECORDS_BEGIN = "2020-01-01"
THREE_TIERS_END = "2025-06-30"
TWO_TIERS_BEGIN = "2025-07-01"
CHANNELS = {"online": "online", "in_person": "counter", "postal": "post"}
FEE_KINDS = {
    "free": "free",
    "fixed": "fixed",
    "described": "described",
    "fixed_foreign_currency": "described",
    "provincial_council": "council",
}
DOCUMENT_NUMBER = re.compile(r"\d+[A-Z]?/(?:\d{4}/)?[A-ZĐƯ][0-9A-Za-zĐđƯư/\-]*")
LONGEST_RESULT_NAME = 250
HOURS_OF_A_DAY = 8

Record = dict[str, Any]
Row = dict[str, str]

# Departments that the reform of 2025 left as they were: one row, the code of 2022.
UNCHANGED = {
    "Văn phòng UBND tỉnh",
    "Sở Tư pháp",
    "Sở Công Thương",
    "Sở Văn hóa và Thể thao",
    "Sở Du lịch",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Thanh tra tỉnh",
}
# What the merged departments are called, and the sample codes they get: a code is never reused.
MERGED = {
    "Sở Nội vụ": "H42.31",
    "Sở Tài chính": "H42.32",
    "Sở Nông nghiệp và Môi trường": "H42.33",
    "Sở Xây dựng": "H42.34",
    "Sở Khoa học và Công nghệ": "H42.35",
    "Ban Quản lý khu kinh tế và các khu công nghiệp": "H42.36",
}
# Who took over from whom, after the national model of NĐ 45/2025/NĐ-CP: predecessor, successors.
DEPARTMENT_SUCCESSORS = {
    "Sở Nội vụ": ("Sở Nội vụ",),
    "Sở Kế hoạch và Đầu tư": ("Sở Tài chính",),
    "Sở Tài chính": ("Sở Tài chính",),
    "Sở Nông nghiệp và Phát triển nông thôn": ("Sở Nông nghiệp và Môi trường",),
    "Sở Tài nguyên và Môi trường": ("Sở Nông nghiệp và Môi trường",),
    "Sở Giao thông vận tải": ("Sở Xây dựng",),
    "Sở Xây dựng": ("Sở Xây dựng",),
    "Sở Khoa học và Công nghệ": ("Sở Khoa học và Công nghệ",),
    "Sở Thông tin và Truyền thông": ("Sở Khoa học và Công nghệ", "Sở Văn hóa và Thể thao"),
    "Sở Lao động - Thương binh và Xã hội": (
        "Sở Nội vụ",
        "Sở Y tế",
        "Sở Giáo dục và Đào tạo",
        "Sở Nông nghiệp và Môi trường",
    ),
    "Ban Quản lý các khu công nghiệp": ("Ban Quản lý khu kinh tế và các khu công nghiệp",),
}
UNIT_COLUMNS = (
    "code",
    "name",
    "kind",
    "tier",
    "parent_code",
    "gso_code",
    "valid_from",
    "valid_to",
    "code_is_sample",
)
BY_CODE = "Nghị quyết 1674/NQ-UBTVQH15 năm 2025"
BY_NAME = BY_CODE + "; mã năm 2022 nối theo tên, chưa kiểm chứng"
BY_PLACE = "Kết thúc cấp huyện 01/7/2025; nối theo địa bàn xã, phường"
SUCCESSION_COLUMNS = ("predecessor_code", "successor_code", "effective_on", "basis", "divided")


def composed(text: str) -> str:
    """Return the text in Unicode NFC, on one line, without double spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def official(name: str) -> str:
    """Spell out the abbreviation UBND, as official papers do."""
    return composed(name).replace("UBND", "Ủy ban nhân dân")


def rows_of(path: Path) -> list[Row]:
    """Read a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file with a heading and Unix line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


# ---- procedures ----


def limit_of(time: Record | None) -> Record | None:
    """Keep value and unit of a published limit; half days become hours, half hours are left out."""
    if not time or not time["unit"]:
        return None
    value, unit = time["value"], time["unit"]
    if value != int(value) and unit == "working_day":
        value, unit = value * HOURS_OF_A_DAY, "hour"
    return {"value": int(value), "unit": unit} if value == int(value) else None


def fee_of(fees: Sequence[Record]) -> Record:
    """Say in one kind what a channel costs; an amount only when every case costs the same.

    A row whose amount the source garbled counts as unspecified.
    """
    seen = {
        (FEE_KINDS.get(fee["kind"], "unspecified"), fee["amount"])
        for fee in fees
        if fee["kind"] in FEE_KINDS
    }
    kinds = {kind for kind, _ in seen}
    if not seen:
        return {"kind": "unspecified", "amount": None}
    if kinds == {"free"}:
        return {"kind": "free", "amount": 0}
    if len(seen) == 1 and kinds == {"fixed"}:
        return {"kind": "fixed", "amount": seen.pop()[1]}
    return {"kind": "council" if "council" in kinds else "described", "amount": None}


def channels_of(record: Record) -> Record:
    """Gather the rows of each channel: its first published limit and what it costs."""
    channels: Record = {}
    for method, channel in CHANNELS.items():
        rows = [row for row in record["methods"] if row["method"] == method]
        if rows:
            limits = [limit for limit in (limit_of(row.get("time")) for row in rows) if limit]
            fees = [fee for row in rows for fee in row["fees"]]
            channels[channel] = {"limit": limits[0] if limits else None, "fee": fee_of(fees)}
    return channels


def results_of(record: Record) -> list[Record]:
    """Keep code and name of each result; a name that swallowed others is left out."""
    results = []
    for result in record.get("results", []):
        name = composed(re.split(r";?\s*Mã:", result.get("name") or "")[0]).rstrip(" .;")
        kept = name if 0 < len(name) <= LONGEST_RESULT_NAME else None
        if kept or result.get("code"):
            results.append({"code": result.get("code") or None, "name": kept})
    return results


def documents_of(record: Record) -> list[str]:
    """Extract the document numbers of the legal basis, each once, in order."""
    found = (DOCUMENT_NUMBER.search(code) for code in record.get("legal_codes", []))
    return list(dict.fromkeys(match.group() for match in found if match))


def counts_of(record: Record) -> tuple[int | None, int | None]:
    """Count the components of the longest case, and the original papers it asks for."""
    cases = [case["items"] for case in record.get("components", []) if case["items"]]
    if not cases:
        return None, None
    longest = max(cases, key=len)
    return len(longest), sum(item.get("originals") or 0 for item in longest)


def procedure_of(record: Record) -> Record:
    """Reduce a catalogue record to its facts."""
    components, originals = counts_of(record)
    limit = limit_of(record.get("time_limit"))
    if limit:
        limit["source"] = record["time_limit"]["source"]
    return {
        "code": record["code"],
        "name": composed(record["name"]),
        "sector": composed(record["field"]),
        "issuer": composed(record["issuing_agency"]),
        "levels": record["levels"],
        "local": record["local_authority"],
        "online": record["online_filing"],
        "subjects": [composed(subject) for subject in record["subjects"]],
        "channels": channels_of(record),
        "limit": limit,
        "results": results_of(record),
        "legal": documents_of(record),
        "decision": composed(record["decision_no"]) or None,
        "components": components,
        "originals": originals,
    }


def write_procedures(reference: Path, target: Path) -> None:
    """Write the catalogue, one JSON record a line, packed without a time stamp."""
    with gzip.open(reference / "procedures" / "procedures.jsonl.gz", "rt", encoding="utf-8") as f:
        facts = [procedure_of(json.loads(line)) for line in f]
    facts.sort(key=lambda fact: str(fact["code"]))
    lines = (json.dumps(fact, ensure_ascii=False, separators=(",", ":")) + "\n" for fact in facts)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write("".join(lines).encode())
    target.write_bytes(packed.getvalue())


# ---- organisation ----


def department_rows(agencies: Sequence[Row]) -> dict[tuple[str, str], list[str]]:
    """Map (era, short name) to the unit row of a department."""
    rows: dict[tuple[str, str], list[str]] = {}
    for agency in agencies:
        era, short = agency["era"], agency["name"]
        if agency["level"] != "department" or (era == "2025" and short in UNCHANGED):
            continue
        code = agency["identifier_code"] if era == "2022" else MERGED[short]
        begin, end = (RECORDS_BEGIN, THREE_TIERS_END) if era == "2022" else (TWO_TIERS_BEGIN, "")
        end = "" if short in UNCHANGED else end
        rows[era, short] = [
            code, official(short), "department", "province", "H42", "", begin, end, "1",
        ]  # fmt: skip
    return rows


def local_rows(agencies: Sequence[Row]) -> list[list[str]]:
    """List districts and communes of both eras; an authority's parent is found by its name."""
    codes = {(a["era"], a["level"], a["name"]): a["identifier_code"] for a in agencies}
    rows = []
    for agency in agencies:
        era, level = agency["era"], agency["level"]
        if level not in {"district", "commune"}:
            continue
        parent = codes.get((era, "district", agency["parent"]), "H42")
        begin, end = (RECORDS_BEGIN, THREE_TIERS_END) if era == "2022" else (TWO_TIERS_BEGIN, "")
        name, gso = official(agency["name"]), agency["gso_code"]
        rows.append([agency["identifier_code"], name, level, level, parent, gso, begin, end, "1"])
    return rows


def unit_rows(agencies: Sequence[Row]) -> list[list[str]]:
    """List every unit, parents before children."""
    province = official("UBND tỉnh Ninh Bình")
    centre = "Trung tâm Phục vụ hành chính công tỉnh Ninh Bình"
    return [
        ["H42", province, "province", "province", "", "37", RECORDS_BEGIN, "", "0"],
        *department_rows(agencies).values(),
        ["H42.01.01", centre, "service_centre", "province", "H42.01", "", RECORDS_BEGIN, "", "1"],
        *local_rows(agencies),
    ]


def department_successions(agencies: Sequence[Row]) -> list[list[str]]:
    """List who took over from each department that ended."""
    rows = department_rows(agencies)
    basis = "NĐ 45/2025/NĐ-CP; mô hình chung, ngày và phân chia là giả định của dữ liệu mẫu"
    return [
        [
            rows["2022", old][0],
            (rows.get(("2025", new)) or rows["2022", new])[0],
            TWO_TIERS_BEGIN,
            basis,
            str(int(len(successors) > 1)),
        ]
        for old, successors in DEPARTMENT_SUCCESSORS.items()
        for new in successors
    ]


def commune_successions(reference: Path, agencies: Sequence[Row]) -> list[list[str]]:
    """List which communes of today continue each commune and district of 2022, where known."""
    old = {a["gso_code"]: a["identifier_code"] for a in agencies if a["era"] == "2022"}
    new = {a["gso_code"]: a["identifier_code"] for a in agencies if a["era"] == "2025"}
    heirs: dict[str, list[str]] = {}
    for move in rows_of(reference / "admin_units" / "commune_map_2025-06_to_2025-07.csv"):
        if move["new_code"] in new:
            heirs.setdefault(move["old_code"], []).append(move["new_code"])
    successors: dict[tuple[str, str], set[str]] = {}
    for link in rows_of(reference / "admin_units" / "ninhbinh_commune_chain_2023_2025.csv"):
        by_name = link["link_2023_to_2025_06"] != "same_code"
        commune = (link["code_2023"], BY_NAME if by_name else BY_CODE)
        district = (link["district_code_2023"], BY_PLACE)
        for heir in heirs.get(link["code_2025_06"], []):
            successors.setdefault(commune, set()).add(heir)
            successors.setdefault(district, set()).add(heir)
    rows = [
        [old[code], new[heir], TWO_TIERS_BEGIN, basis, str(int(len(all_heirs) > 1))]
        for (code, basis), all_heirs in successors.items()
        for heir in all_heirs
    ]
    return sorted(rows, key=lambda row: (row[0].count("."), row[0], row[1]))


def report_unknown_successors(reference: Path) -> list[str]:
    """Name the communes of 2022 whose successor the sources do not tell."""
    chain = rows_of(reference / "admin_units" / "ninhbinh_commune_chain_2023_2025.csv")
    return [f"{row['code_2023']} {row['name_2023']}" for row in chain if not row["code_2025_07"]]


def write_places(reference: Path, facts: Path) -> None:
    """Write today's provinces, the communes of Ninh Bình and their population."""
    units = rows_of(reference / "admin_units" / "units_2025-07.csv")
    provinces = [u for u in units if u["level"] == "province"]
    communes = [u for u in units if u["level"] == "commune" and u["province_code"] == "37"]
    for name, rows in (("provinces.csv", provinces), ("communes.csv", communes)):
        pairs = ((row["code"], composed(row["full_name"])) for row in rows)
        write_rows(facts / name, ("code", "name"), pairs)
    known = ((row["code"], row["population"]) for row in communes if row["population"])
    write_rows(facts / "population.csv", ("code", "population"), known)


# ---- holidays ----


def write_holidays(reference: Path, target: Path) -> None:
    """Write days off and make-up days; what no decision confirms yet is provisional."""
    rows = rows_of(reference / "holidays" / "vn_public_holidays_2020_2027.csv")
    columns = ("date", "kind", "name", "source", "provisional")
    write_rows(
        target,
        columns,
        (
            (
                row["date"],
                row["kind"],
                composed(row["name_vi"]),
                composed(row["source"]).replace("knowledge", "chưa đối chiếu văn bản"),
                str(int(row["confidence"] != "high")),
            )
            for row in rows
        ),
    )


def main() -> None:
    """Write every fact file and report what the reference data do not know."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", type=Path, help="folder of the reference data")
    parser.add_argument("--into", type=Path, default=SOURCE_ROOT, help="package folder to fill")
    arguments = parser.parse_args()
    reference, into = arguments.reference, arguments.into
    facts = into / "demo" / "facts"
    facts.mkdir(parents=True, exist_ok=True)
    agencies = rows_of(reference / "agencies" / "ninhbinh_agencies.csv")
    write_procedures(reference, facts / "procedures.jsonl.gz")
    write_rows(facts / "units.csv", UNIT_COLUMNS, unit_rows(agencies))
    successions = [
        *department_successions(agencies),
        *commune_successions(reference, agencies),
    ]
    write_rows(facts / "successions.csv", SUCCESSION_COLUMNS, successions)
    write_places(reference, facts)
    write_holidays(reference, into / "deadlines" / "facts" / "holidays.csv")
    unknown = ", ".join(report_unknown_successors(reference))
    parser.exit(message=f"Communes without a known successor: {unknown}\n")


if __name__ == "__main__":
    main()
