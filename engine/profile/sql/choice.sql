-- What the survivorship rules chose, as the engine hands it over.
-- writes: profile.choice
-- slots: {{source}}
INSERT INTO profile.choice
SELECT * FROM {{source}}()
