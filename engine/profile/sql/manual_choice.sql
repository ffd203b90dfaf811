-- A steward's value takes the place of whatever the rules chose; the newest verdict counts where there are several.
-- reads: profile.manual, profile.choice, resolve.customer
-- writes: profile.choice
-- slots: {{fields}}
INSERT INTO profile.choice
SELECT
  resolved.cuid,
  manual.field,
  arg_max(manual.value, (manual.decided_at, manual.record_id)) AS value,
  arg_max(manual.record_id, (manual.decided_at, manual.record_id)) AS record_id,
  'manual_first' AS rule,
  CAST(count(DISTINCT manual.value) - 1 AS INTEGER) AS alternatives_count
FROM profile.manual AS manual
JOIN resolve.customer AS resolved ON resolved.record_id = manual.record_id
WHERE manual.field IN ({{fields}})
GROUP BY resolved.cuid, manual.field
