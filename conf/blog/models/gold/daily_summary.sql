-- One row per UTC day on which a user, a post or a comment arrived.
WITH events AS (
  SELECT CAST(created_at AS date) AS day, 1 AS users, 0 AS posts, 0 AS comments
  FROM silver.dim_users
  UNION ALL
  SELECT CAST(created_at AS date), 0, 1, 0
  FROM silver.dim_posts
  UNION ALL
  SELECT CAST(commented_at AS date), 0, 0, 1
  FROM silver.fact_comments
)
SELECT
  day,
  sum(users) AS new_users,
  sum(posts) AS new_posts,
  sum(comments) AS new_comments
FROM events
GROUP BY day
