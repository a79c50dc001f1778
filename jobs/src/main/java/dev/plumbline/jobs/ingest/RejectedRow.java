package dev.plumbline.jobs.ingest;

/**
 * A row of the API that was not written.
 *
 * @param key such as {@code id=7}, or its place when it has no readable key
 */
public record RejectedRow(String resource, String key, String reason) {}
