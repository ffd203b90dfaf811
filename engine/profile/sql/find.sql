-- Customers that answer to a text, the surest match first.
-- reads: profile.customer, standardise.customer, resolve.customer, ingest.record
-- slots: {{identifiers}}
-- params: $cuid, $text, $pinyin, $limit
WITH hit AS (
  SELECT cuid, 1 AS rank, 'cuid' AS matched, 'exact' AS how FROM profile.customer WHERE cuid = $cuid
  UNION ALL
  {{identifiers}}
  UNION ALL
  SELECT resolved.cuid, 3, 'source_key', 'exact'
  FROM ingest.record AS record
  JOIN resolve.customer AS resolved ON resolved.record_id = record.record_id
  WHERE record.source_key = $text
  UNION ALL
  SELECT resolved.cuid, 4, 'full_name', 'exact'
  FROM standardise.customer AS customer
  JOIN resolve.customer AS resolved ON resolved.record_id = customer.record_id
  WHERE lower(customer.full_name) = lower($text)
  UNION ALL
  SELECT cuid, 5, 'full_name', 'prefix' FROM profile.customer WHERE starts_with(lower(full_name), lower($text))
  UNION ALL
  SELECT cuid, 6, 'full_name', 'contains' FROM profile.customer WHERE contains(lower(full_name), lower($text))
  UNION ALL
  SELECT cuid, 7, 'name_pinyin_key', 'pinyin'
  FROM profile.customer
  WHERE $pinyin <> '' AND (name_pinyin_key = $pinyin OR replace(name_pinyin_key, ' ', '') = replace($pinyin, ' ', ''))
  UNION ALL
  SELECT cuid, 8, 'name_pinyin_key', 'pinyin'
  FROM profile.customer
  WHERE length($pinyin) > 2 AND starts_with(replace(name_pinyin_key, ' ', ''), replace($pinyin, ' ', ''))
  UNION ALL
  SELECT cuid, 9, 'name_pinyin_key', 'pinyin'
  FROM profile.customer
  WHERE length($pinyin) BETWEEN 2 AND 4 AND regexp_replace(name_pinyin_key, '([a-z])[a-z]* ?', '\1', 'g') = $pinyin
)
SELECT
  hit.cuid,
  any_value(golden.full_name) AS name,
  arg_min(hit.matched, hit.rank) AS matched,
  arg_min(hit.how, hit.rank) AS how,
  any_value(golden.records_count) AS records_count,
  any_value(golden.dq_score) AS quality
FROM hit
JOIN profile.customer AS golden ON golden.cuid = hit.cuid
GROUP BY hit.cuid
ORDER BY min(hit.rank), any_value(golden.records_count) DESC, hit.cuid
LIMIT $limit
