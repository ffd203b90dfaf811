-- All findings.
-- reads: standardise.finding
SELECT count(*) AS findings_count
FROM standardise.finding
