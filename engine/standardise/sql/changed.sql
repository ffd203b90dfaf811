-- The records that are new, changed or gone since they were standardised, and those whose checks may find another answer on
-- another day. A record's content is that of its batch.
-- reads: ingest.record, standardise.customer_stored, standardise.finding
-- slots: {{clock_checks}}, {{aged}}
CREATE OR REPLACE TEMP TABLE standardise_changed AS
SELECT
  COALESCE(record.record_id, stored.record_id) AS record_id
FROM ingest.record AS record
FULL JOIN standardise.customer_stored AS stored ON stored.record_id = record.record_id
WHERE record.record_id IS NULL
   OR stored.record_id IS NULL
   OR record.batch_id IS DISTINCT FROM stored.batch_id
   OR {{aged}}
UNION
SELECT
  subject_id
FROM standardise.finding
WHERE subject = 'record'
  AND check_id IN ({{clock_checks}})
