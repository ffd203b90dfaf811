-- Reads two columns of a file as text: the record and the group it belongs to.
-- reads: a file
-- writes: a temporary table
-- slots: {{table}} {{record}} {{group}} {{reader}}
CREATE OR REPLACE TEMP TABLE {{table}} AS
SELECT
  CAST({{record}} AS VARCHAR) AS record,
  CAST({{group}} AS VARCHAR) AS member_of
FROM {{reader}}
WHERE {{record}} IS NOT NULL
