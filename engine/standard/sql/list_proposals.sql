-- Proposals of one status, or all, oldest first; one of them when an id is given.
-- reads: ledger.dimension_proposal
-- params: ?1 status or '', ?2 proposal_id or 0
SELECT
  proposal_id,
  dimension,
  code,
  before,
  after,
  status,
  author,
  reviewer,
  created_at,
  decided_at
FROM dimension_proposal
WHERE (?1 = '' OR status = ?1)
  AND (?2 = 0 OR proposal_id = ?2)
ORDER BY proposal_id
