"""The facts of the procedures in force, derived anew from the catalogue."""

from django.db import connection

CITIZENS = [
    "citizen",
    "Công dân Việt Nam",
    "Người Việt Nam định cư ở nước ngoài",
    "Người nước ngoài",
]
# What a procedure must be made of: NĐ 63/2010/NĐ-CP article 8 §2. The words counted are those of
# questions that everybody is asked.
_PROCEDURES = r"""
INSERT INTO indicators_procedurefact AS fact (code, tier, settled_by, settled_here, online, has_fee,
    gives_document, for_citizens, content_complete, reading_words)
SELECT procedure.code, version.tier, version.settled_by, version.settled_here,
    version.service_level IN ('full', 'partial'),
    EXISTS (SELECT FROM procedures_fee AS one WHERE one.version_id = version.id AND one.amount > 0),
    EXISTS (SELECT FROM procedures_resulttype AS one WHERE one.version_id = version.id),
    cardinality(version.subjects) = 0 OR version.subjects::text[] && %s::text[],
    version.name <> '' AND cardinality(version.subjects) > 0
        AND (version.steps <> '[]' OR version.process_id IS NOT NULL)
        AND (version.settled_here OR version.issuer <> '')
        AND EXISTS (SELECT FROM procedures_component AS one WHERE one.version_id = version.id)
        AND EXISTS (SELECT FROM procedures_timelimit AS one WHERE one.version_id = version.id),
    (SELECT sum(cardinality(regexp_split_to_array(trim(words #>> '{{}}'), '\s+')))::int
        FROM jsonb_path_query(form.definition, 'lax $.pages[*] ? (!exists(@.show_if))
            .fields[*] ? (!exists(@.show_if)).label.vi') AS words)
FROM procedures_procedureversion AS version
LEFT JOIN forms_formversion AS form ON form.id = version.form_id
JOIN procedures_procedure AS procedure ON procedure.id = version.procedure_id
WHERE version.valid_to IS NULL AND version.published_at IS NOT NULL
ON CONFLICT (code) DO UPDATE SET {kept} WHERE ({old}) IS DISTINCT FROM ({new})
"""
_NAMES = (
    "tier", "settled_by", "settled_here", "online", "has_fee", "gives_document", "for_citizens",
    "content_complete", "reading_words",
)  # fmt: skip
_KEEP = _PROCEDURES.format(
    kept=", ".join(f"{name} = EXCLUDED.{name}" for name in _NAMES),
    old=", ".join(f"fact.{name}" for name in _NAMES),
    new=", ".join(f"EXCLUDED.{name}" for name in _NAMES),
)
_GONE = """
DELETE FROM indicators_procedurefact WHERE code NOT IN (
    SELECT procedure.code FROM procedures_procedureversion AS version
    JOIN procedures_procedure AS procedure ON procedure.id = version.procedure_id
    WHERE version.valid_to IS NULL AND version.published_at IS NOT NULL
)
"""


def derive_catalogue() -> int:
    """Derive the facts of all procedures; return how many are in force. Equal ones stay untouched.

    Only one that changes makes figures be counted anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        cursor.execute(_KEEP, [CITIZENS])
        cursor.execute("SELECT count(*) FROM indicators_procedurefact")
        return int(cursor.fetchone()[0])
