-- How many different values of a field some records hold.
-- reads: standardise.customer
-- slots: {{column}}
-- params: $records
SELECT count(DISTINCT {{column}})
FROM standardise.customer
WHERE record_id IN (SELECT CAST(unnest(string_split($records, ',')) AS BIGINT))
