-- One row per comment: the newest state of each id, with its length in place of its text.
WITH ranked AS (
  SELECT
    id,
    post_id,
    lower(trim(email)) AS email,
    char_length(trim(body)) AS comment_length,
    created_at,
    row_number() OVER (PARTITION BY id ORDER BY updated_at DESC, _ingested_at DESC) AS newest_first
  FROM bronze_blog.comments
),
posts AS (
  SELECT DISTINCT id FROM bronze_blog.posts
)
SELECT
  ranked.id AS comment_id,
  ranked.post_id,
  ranked.email AS commenter,
  ranked.comment_length,
  ranked.created_at AS commented_at,
  CASE
    WHEN ranked.newest_first > 1 THEN 'duplicate id'
    WHEN posts.id IS NULL THEN 'orphan: no such post'
    WHEN ranked.email NOT RLIKE r'^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$' THEN 'invalid email'
    WHEN ranked.comment_length = 0 THEN 'blank body'
  END AS _reject_reason
FROM ranked
LEFT JOIN posts ON posts.id = ranked.post_id
