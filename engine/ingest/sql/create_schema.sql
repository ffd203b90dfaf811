-- The schema of what arrived.
CREATE SCHEMA IF NOT EXISTS ingest
