-- Records that verdicts of people speak of.
-- writes: resolve.judged
-- slots: {{source}}
CREATE OR REPLACE TEMP TABLE resolve_judged AS
SELECT record_id
FROM {{source}}()
