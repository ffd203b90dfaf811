-- How many expected values of a golden record bear a finding: those whose record has one on the field.
-- reads: standardise.finding, resolve.customer, profile.choice
-- writes: profile.fault
-- slots: {{fields}}
CREATE OR REPLACE TEMP TABLE profile_fault AS
SELECT
  resolved.cuid,
  count(DISTINCT finding.field) AS faults_count
FROM standardise.finding AS finding
JOIN resolve.customer AS resolved ON resolved.record_id = finding.subject_id
LEFT JOIN profile.choice AS choice ON choice.cuid = resolved.cuid AND choice.field = finding.field
WHERE finding.subject = 'record'
  AND finding.check_id NOT IN ('required', 'clean', 'code_list')
  AND finding.field IN ({{fields}})
  AND (choice.record_id IS NULL OR choice.record_id = finding.subject_id)
GROUP BY resolved.cuid
