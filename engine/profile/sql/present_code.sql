-- The code that a former one leads to.
-- reads: profile.alias
-- params: $cuid
SELECT present
FROM profile.alias
WHERE cuid = $cuid
