-- The winner of every contested field, the rule that made it win, and how many other values there were.
-- writes: profile.choice
CREATE OR REPLACE TABLE profile.choice (
  cuid VARCHAR,
  field VARCHAR,
  value VARCHAR,
  record_id BIGINT,
  rule VARCHAR,
  alternatives_count INTEGER
)
