-- One row per post, with or without comments.
SELECT
  posts.post_id,
  posts.user_id,
  count(comments.comment_id) AS comments,
  count(DISTINCT comments.commenter) AS commenters,
  avg(CAST(comments.comment_length AS decimal(10,0))) AS mean_comment_length,
  min(comments.commented_at) AS first_comment_at,
  max(comments.commented_at) AS last_comment_at
FROM silver.dim_posts AS posts
LEFT JOIN silver.fact_comments AS comments ON comments.post_id = posts.post_id
GROUP BY posts.post_id, posts.user_id
