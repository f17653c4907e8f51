"""The facts of the procedures in force, derived anew from the catalogue."""

from django.db import connection

CITIZENS = [
    "citizen",
    "Công dân Việt Nam",
    "Người Việt Nam định cư ở nước ngoài",
    "Người nước ngoài",
]
# What a procedure must be made of: NĐ 63/2010/NĐ-CP article 8 §2.
_PROCEDURES = """
INSERT INTO indicators_procedurefact (code, tier, settled_by, settled_here, online, has_fee,
    gives_document, for_citizens, content_complete)
SELECT procedure.code, version.tier, version.settled_by, version.settled_here,
    version.service_level IN ('full', 'partial'),
    EXISTS (SELECT FROM procedures_fee AS one WHERE one.version_id = version.id AND one.amount > 0),
    EXISTS (SELECT FROM procedures_resulttype AS one WHERE one.version_id = version.id),
    cardinality(version.subjects) = 0 OR version.subjects::text[] && %s::text[],
    version.name <> '' AND cardinality(version.subjects) > 0
        AND (version.steps <> '[]' OR version.process_id IS NOT NULL)
        AND (version.settled_here OR version.issuer <> '')
        AND EXISTS (SELECT FROM procedures_component AS one WHERE one.version_id = version.id)
        AND EXISTS (SELECT FROM procedures_timelimit AS one WHERE one.version_id = version.id)
FROM procedures_procedureversion AS version
JOIN procedures_procedure AS procedure ON procedure.id = version.procedure_id
WHERE version.valid_to IS NULL AND version.published_at IS NOT NULL
"""


def derive_catalogue() -> int:
    """Replace the facts of all procedures; return how many are in force."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_procedurefact")
        cursor.execute(_PROCEDURES, [CITIZENS])
        return int(cursor.rowcount)
