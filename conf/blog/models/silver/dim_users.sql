-- One row per user: the newest state of each id.
WITH ranked AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY id ORDER BY updated_at DESC, _ingested_at DESC) AS newest_first
  FROM bronze_blog.users
)
SELECT
  id AS user_id,
  trim(username) AS username,
  lower(trim(email)) AS email,
  nullif(trim(city), '') AS city,
  nullif(trim(company_name), '') AS company,
  lat AS latitude,
  lng AS longitude,
  created_at,
  updated_at,
  CASE
    WHEN newest_first > 1 THEN 'duplicate id'
    WHEN trim(username) = '' THEN 'blank username'
    WHEN trim(email) NOT RLIKE r'^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$' THEN 'invalid email'
  END AS _reject_reason
FROM ranked
