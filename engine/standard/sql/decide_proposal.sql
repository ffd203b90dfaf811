-- The end of a proposal.
-- writes: ledger.dimension_proposal
-- params: ?1 proposal_id, ?2 status, ?3 reviewer, ?4 decided_at
UPDATE dimension_proposal
SET
  status = ?2,
  reviewer = ?3,
  decided_at = ?4
WHERE proposal_id = ?1
