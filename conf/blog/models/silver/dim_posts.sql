-- One row per post: the newest state of each id, with its length in place of its text.
WITH ranked AS (
  SELECT
    id,
    user_id,
    title,
    char_length(body) AS body_length,
    created_at,
    updated_at,
    row_number() OVER (PARTITION BY id ORDER BY updated_at DESC, _ingested_at DESC) AS newest_first
  FROM bronze_blog.posts
),
users AS (
  SELECT DISTINCT id FROM bronze_blog.users
)
SELECT
  ranked.id AS post_id,
  ranked.user_id,
  trim(ranked.title) AS title,
  ranked.body_length,
  ranked.created_at,
  ranked.updated_at,
  CASE
    WHEN ranked.newest_first > 1 THEN 'duplicate id'
    WHEN users.id IS NULL THEN 'orphan: no such user'
    WHEN trim(ranked.title) = '' THEN 'blank title'
  END AS _reject_reason
FROM ranked
LEFT JOIN users ON users.id = ranked.user_id
