-- The records, their texts as the model knows them; splink_rows() is fed from memory.
-- writes: resolve.splink_record
CREATE TABLE resolve.splink_record AS
SELECT *
FROM splink_rows()
