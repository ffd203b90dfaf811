-- The source as the ledger knows it now.
-- writes: ingest.source
-- params: $source_id, $kind, $trust, $department
INSERT INTO ingest.source
VALUES ($source_id, $kind, $trust, $department)
