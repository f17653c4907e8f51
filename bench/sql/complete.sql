-- The rows of one finished step: step, next step, proposal, dossier, two events with
-- what is owed for them; each statement once, all in one transaction.
\set n random(1, {steps})
BEGIN;
SELECT task.id AS task, task.instance_id AS instance, task.subject AS dossier
FROM floor_step JOIN workflow_task AS task USING (id) WHERE n = :n \gset
UPDATE workflow_task SET outcome = 'propose', note = 'san', assignee = '{applicant}',
    acknowledged_at = now() WHERE id = :task;
INSERT INTO workflow_task (
    id, instance_id, subject, number, scope, loop, item, node, name, act, role, agency, assignee,
    opened_at, acknowledged_at, due_at, subject_due_at, completed_at, completed_by, outcome, note
) VALUES (
    uuidv7(), :instance, :dossier, 1000 + nextval('floor_turn'), 0, -1, '', 'approve', 'floor',
    'approve', 'section_head', '{commune}', NULL, now(), NULL, now(), now(), NULL, NULL, '', ''
);
INSERT INTO dossiers_result (
    dossier_id, granted, reason, basis, content, proposed_by, proposed_at, on_paper,
    delivery_channel, taken_by, taken_by_number, postal_code
) VALUES (
    :dossier, true, '', '', 'Đủ điều kiện', '{applicant}', now(), false, '', '', '', ''
) ON CONFLICT (dossier_id) DO UPDATE SET proposed_at = now();
UPDATE dossiers_dossier SET revision = revision + 1, step = 'Duyệt' WHERE id = :dossier;
WITH written AS (
    INSERT INTO events_event (verb, subject, sequence, by, agency, at, facts, digest)
    VALUES ('task.completed', :dossier, 0, '{applicant}', '{commune}', now(), '{"node": "1"}', ''),
    ('task.opened', :dossier, 0, '{applicant}', '{commune}', now(), '{"node": "2"}', '')
    RETURNING id, subject, verb
)
INSERT INTO events_delivery (event_id, subscriber, subject, failures)
SELECT id, name, subject, 0 FROM written JOIN (VALUES {owed}) AS owed (verb, name) USING (verb);
END;
