-- The rows of one submission: dossier, answers of 2 KB, three papers, two events with what is
-- owed for them; each statement once, all in one transaction.
BEGIN;
INSERT INTO dossiers_dossier (
    id, submission_code, submission_key, body_digest, number, procedure_id, "case", applicant_id,
    applicant_name, filed_by, receiving_agency_id, settling_agency_id, assisting_agency_id,
    channel, result_channel, result_address, status, revision, fee, lookup_code, opened_at,
    submitted_at, officially_received_at, answer_due_at, accepted_at, limit_value, limit_unit,
    original_due_at, due_at, responsible, step, decided_at, delivered_at
) VALUES (
    uuidv7(), 'SAN-' || left(gen_random_uuid()::text, 13), gen_random_uuid(),
    sha256(random()::text::bytea), NULL, '{procedure}', 'thanh-vien-ho', '{applicant}',
    'Nguyễn Thị Mẫu', '{applicant}', '{commune}', '{commune}', NULL, 'online', 'counter', '',
    'submitted', 1, 0, 'ABCDEFGH', now(), now(), now(), now(), NULL, NULL, '', NULL, NULL, NULL,
    '', NULL, NULL
) RETURNING id AS dossier, nextval('floor_turn') * 3 AS last \gset
INSERT INTO dossiers_answers (dossier_id, wrapped_key, sealed)
VALUES (:dossier, decode(repeat('5a', 60), 'hex'), decode(repeat(md5(random()::text), 128), 'hex'));
UPDATE documents_document SET subject = :dossier
FROM floor_paper WHERE floor_paper.n BETWEEN :last - 2 AND :last
AND documents_document.id = floor_paper.id;
INSERT INTO dossiers_attachment (
    id, dossier_id, component, document, name, originals, copies, replaced_at, added_at
) SELECT uuidv7(), :dossier, 'UQ', id, 'Giấy tờ', 0, 0, NULL, now()
FROM floor_paper WHERE n BETWEEN :last - 2 AND :last;
WITH written AS (
    INSERT INTO events_event (verb, subject, sequence, by, agency, at, facts, digest)
    VALUES ('dossier.opened', :dossier, 0, '{applicant}', NULL, now(), '{"procedure": "1"}', ''),
    ('dossier.submitted', :dossier, 0, '{applicant}', NULL, now(), '{"channel": "online"}', '')
    RETURNING id, subject, verb
)
INSERT INTO events_delivery (event_id, subscriber, subject, failures)
SELECT id, name, subject, 0 FROM written JOIN (VALUES {owed}) AS owed (verb, name) USING (verb);
END;
