"""Search blind to accents, with nothing but what PostgreSQL itself carries."""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION motcua_folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    normalize(translate(lower(words), 'đ', 'd'), NFD), '[\u0300-\u036f]', '', 'g'
);
CREATE FUNCTION motcua_search_document(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig, motcua_folded(words));
CREATE FUNCTION motcua_search_query(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_tsquery('simple'::regconfig, coalesce(
    regexp_replace(
        nullif(btrim(regexp_replace(motcua_folded(words), '[^a-z0-9]+', ' ', 'g')), ''),
        ' ', ' & ', 'g'
    ) || ':*', ''
));
"""
DROP = """
DROP FUNCTION motcua_search_query(text);
DROP FUNCTION motcua_search_document(text);
DROP FUNCTION motcua_folded(text);
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
