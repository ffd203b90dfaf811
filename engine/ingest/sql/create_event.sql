-- What happened, raw text.
-- writes: ingest.event
CREATE TABLE IF NOT EXISTS ingest.event (
  event_id BIGINT,
  batch_id INTEGER,
  source_id VARCHAR,
  line BIGINT,
  event_type VARCHAR,
  occurred_at VARCHAR,
  customer_key VARCHAR,
  mobile VARCHAR,
  email VARCHAR,
  wechat_unionid VARCHAR,
  device_id VARCHAR,
  properties VARCHAR
)
