-- A new or changed dimension item begins to wait.
-- writes: ledger.dimension_proposal
-- params: ?1 dimension, ?2 code, ?3 before, ?4 after, ?5 author, ?6 created_at
INSERT INTO dimension_proposal (dimension, code, before, after, status, author, created_at)
VALUES (?1, ?2, ?3, ?4, 'proposed', ?5, ?6)
