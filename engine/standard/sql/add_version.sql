-- A new active version.
-- writes: ledger.standard_version
-- params: ?1 hash, ?2 content, ?3 author, ?4 created_at
INSERT INTO standard_version (hash, content, status, author, created_at)
VALUES (?1, ?2, 'published', ?3, ?4)
