package dev.plumbline.stores.redshift;

/**
 * What became of one table.
 *
 * @param table full name, such as {@code fallback_blog.users}
 * @param rows counted in Redshift before the commit
 * @param bytes of the files that were loaded
 * @param alreadyPublished whether an earlier attempt of the same run had published it, so that
 *     nothing was done
 */
public record PublishOutcome(String table, long rows, long bytes, boolean alreadyPublished) {}
