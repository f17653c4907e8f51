DELETE FROM workflow_task WHERE name = 'floor';
UPDATE workflow_task SET outcome = '', note = '' WHERE note = 'san' AND completed_at IS NULL;
CREATE TEMPORARY TABLE written AS
SELECT id FROM dossiers_dossier WHERE submission_code LIKE 'SAN-%';
DELETE FROM documents_document WHERE id IN (SELECT id FROM floor_paper);
DELETE FROM dossiers_attachment WHERE dossier_id IN (SELECT id FROM written);
DELETE FROM dossiers_answers WHERE dossier_id IN (SELECT id FROM written);
DELETE FROM dossiers_dossier WHERE id IN (SELECT id FROM written);
DROP TABLE written
