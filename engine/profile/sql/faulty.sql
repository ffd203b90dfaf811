-- Records whose value in a field bears a strong finding: it never wins over one without.
-- reads: standardise.finding
SELECT DISTINCT
  subject_id,
  field
FROM standardise.finding
WHERE subject = 'record' AND severity = 'strong' AND check_id NOT IN ('clean', 'code_list', 'required')
