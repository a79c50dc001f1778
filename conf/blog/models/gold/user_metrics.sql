-- One row per user, with or without posts. Users with as many comments and as many posts share a rank, and the ranks after them are left out.
WITH received AS (
  SELECT
    user_id,
    count(*) AS posts,
    sum(comments) AS comments_received,
    avg(CAST(comments AS decimal(18,0))) AS comments_per_post
  FROM gold.fact_engagement
  GROUP BY user_id
)
SELECT
  users.user_id,
  users.username,
  coalesce(received.posts, 0L) AS posts,
  coalesce(received.comments_received, 0L) AS comments_received,
  received.comments_per_post,
  rank() OVER (
    ORDER BY coalesce(received.comments_received, 0L) DESC, coalesce(received.posts, 0L) DESC
  ) AS rank
FROM silver.dim_users AS users
LEFT JOIN received ON received.user_id = users.user_id
