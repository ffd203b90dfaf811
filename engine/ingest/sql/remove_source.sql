-- A source is written anew from the ledger with each of its batches.
-- writes: ingest.source
-- params: $source_id
DELETE FROM ingest.source
WHERE source_id = $source_id
