"""Drawing the dossiers of a chunk: from which pattern, by whom, when, and under which number.

Everything follows from a dossier's ordinal, so the same plan gives the same rows.
"""

from motcua.demo.bulk.plan import SCHEMA, Connection, Given

_MASK = 1073741823  # a hash of an ordinal as a number that is not negative


def _hash(seed: int) -> str:
    return f"(hashint8extended(n, {seed}) & {_MASK})"


# A number for each ordinal that no other has, in letters that can be read aloud.
_CODE = (
    "translate(lpad(to_hex((n * 654435761) & 1099511627775), 10, '0'), '0123456789abcdef',"
    " '346789ABCDEFGHJK')"
)
_ALIGNED = (
    "(%(begins)s::date + ((extract(dow FROM pattern.day) - extract(dow FROM %(begins)s::date))::int"
    " + 7) %% 7)"
)
# On the same day of the week, and so early that it was over by now.
_LATER = f"""{_ALIGNED} + 7 * ({_hash(2)} %% greatest(1, least(%(weeks)s::int,
    (%(until)s::date - {_ALIGNED} - pattern.lasted) / 7)))::int"""
# What a commune deals with itself might as well have come to any other.
_ELSEWHERE = f"""CASE WHEN pattern.receiving_agency_id = pattern.settling_agency_id THEN (
    SELECT there.id FROM {SCHEMA}.commune AS there
    WHERE there.c = 1 + {_hash(6)} %% (SELECT count(*) FROM {SCHEMA}.commune)
        AND pattern.settling_agency_id IN (SELECT id FROM {SCHEMA}.commune)
) END"""  # noqa: S608 -- names and numbers of our own, here and below
_DRAWN = f"""
CREATE TEMP TABLE drawn ON COMMIT DROP AS
SELECT n, pattern.k, pattern.day, pattern.field, pattern.submitted_at, pattern.accepted_at,
    make_interval(mins => ({_hash(5)} & 63)::int) AS earlier,
    {{target}} AS target, coalesce({{agency}}, pattern.receiving_agency_id) AS receiving,
    {{agency}} AS to_agency, {_hash(4)} %% %(people)s AS i,
    lpad(to_hex(hashint8extended(n, 7)), 16, '0') || lpad(to_hex(hashint8extended(n, 8)), 16, '0')
        AS random
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
JOIN {SCHEMA}.dossier AS pattern
    ON pattern.k = 1 + {_hash(3)} %% %(patterns)s AND pattern.is_open = %(open)s
"""  # noqa: S608
_NUMBERED = f"""
CREATE TEMP TABLE numbered ON COMMIT DROP AS
SELECT drawn.*, target - day AS days, make_interval(days => target - day) AS later,
    person.id AS person, person.full_name, person.number AS personal, person.born, person.digest,
    person.hashed, lpad(to_hex((extract(epoch FROM
        submitted_at + make_interval(days => target - day) - earlier) * 1000)::bigint), 12, '0')
        || '7' || substr(random, 1, 3) AS head,
    CASE WHEN accepted_at IS NOT NULL THEN (coalesce(series.last, 0) + row_number() OVER (
        PARTITION BY receiving, target, accepted_at IS NULL ORDER BY accepted_at::time, n
    ))::int END AS sequence
FROM drawn JOIN {SCHEMA}.person AS person USING (i)
LEFT JOIN dossiers_numberseries AS series
    ON series.kind = 'dossier' AND series.period = target AND series.agency = receiving
"""  # noqa: S608
_MADE = f"""
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT numbered.*, (head || '8' || substr(random, 4, 15))::uuid AS id,
    (head || '9' || substr(random, 4, 15))::uuid AS entry, {_CODE} AS code,
    CASE WHEN sequence IS NOT NULL THEN replace(replace(replace(replace(replace(format.template,
        '{{agency}}', agency.code), '{{yymmdd}}', to_char(target, 'YYMMDD')),
        '{{yyyymmdd}}', to_char(target, 'YYYYMMDD')),
        '{{seq4}}', lpad(sequence::text, greatest(4, length(sequence::text)), '0')),
        '{{seq7}}', lpad(sequence::text, 7, '0')) END AS number,
    to_char(target, 'DDD') || lpad(sequence::text, greatest(4, length(sequence::text)), '0')
        || '/KQGQ' AS result_number
FROM numbered JOIN organisations_agency AS agency ON agency.id = receiving
JOIN LATERAL (
    SELECT template FROM dossiers_numberformat ORDER BY valid_from <= target DESC,
        CASE WHEN valid_from <= target THEN valid_from END DESC, valid_from LIMIT 1
) AS format ON true
ORDER BY id
"""  # noqa: S608
_SERIES = """
INSERT INTO dossiers_numberseries (agency, kind, period, last)
SELECT receiving, 'dossier', target, max(sequence) FROM made WHERE sequence IS NOT NULL
GROUP BY receiving, target
ON CONFLICT (agency, kind, period) DO UPDATE SET last = EXCLUDED.last
"""


def draw(connection: Connection, given: Given) -> None:
    """Have the dossiers of a chunk in a temporary table `made`, and their numbers taken."""
    if given["open"]:
        drawn = _DRAWN.format(target="pattern.day", agency=_ELSEWHERE)
    else:
        drawn = _DRAWN.format(target=_LATER, agency="NULL::uuid")
    connection.execute(drawn, given)
    connection.execute(_NUMBERED)
    connection.execute(_MADE)
    connection.execute("ANALYZE made (k, id, to_agency)")
    connection.execute(_SERIES)
