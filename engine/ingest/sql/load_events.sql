-- Events that are not known yet. The same id twice is one event; a line without an id that repeats another one is an
-- event of its own.
-- reads: ingest.event
-- writes: ingest.event
-- slots: {{columns}}, {{expressions}}, {{is_keyed}}, {{occurrence}}, {{archive}}, {{affected}}
INSERT INTO ingest.event (event_id, {{columns}})
WITH numbered AS (
  SELECT
    *,
    {{is_keyed}} AS is_keyed,
    {{occurrence}} AS occurrence
  FROM {{archive}}
),
identified AS (
  SELECT
    *,
    CASE
      WHEN is_keyed OR occurrence = 1 THEN zhike_id
      ELSE ((zhike_id::HUGEINT + (occurrence - 1) * 6364136223846793005::HUGEINT) % 9223372036854775807)::BIGINT
    END AS event_id
  FROM numbered
  WHERE occurrence = 1
     OR NOT is_keyed
)
SELECT
  arrived.event_id,
  {{expressions}}
FROM identified AS arrived
ANTI JOIN ingest.event AS known
  ON known.event_id = arrived.event_id
WHERE {{affected}}
