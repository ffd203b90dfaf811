-- Events that are not known yet. The same id twice is one event; a line without an id that repeats another one is an
-- event of its own.
-- reads: ingest.event
-- writes: ingest.event
-- slots: {{columns}}, {{expressions}}, {{is_keyed}}, {{occurrence}}, {{archive}}, {{affected}}
INSERT INTO ingest.event (event_id, {{columns}})
WITH numbered AS (
  SELECT
    *,
    {{is_keyed}} AS zhike_is_keyed,
    {{occurrence}} AS zhike_occurrence
  FROM {{archive}}
),
identified AS (
  SELECT
    *,
    CASE
      WHEN zhike_is_keyed OR zhike_occurrence = 1 THEN zhike_id
      ELSE ((zhike_id::HUGEINT + (zhike_occurrence - 1) * 6364136223846793005::HUGEINT) % 9223372036854775807)::BIGINT
    END AS zhike_event_id
  FROM numbered
  WHERE zhike_occurrence = 1
     OR NOT zhike_is_keyed
)
SELECT
  arrived.zhike_event_id,
  {{expressions}}
FROM identified AS arrived
ANTI JOIN ingest.event AS known
  ON known.event_id = arrived.zhike_event_id
WHERE {{affected}}
