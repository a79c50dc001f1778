package dev.plumbline.stores.alert;

import java.time.Instant;
import java.util.List;

/**
 * What people are told.
 *
 * @param level {@code HANDLED}, {@code PAGE} or {@code RETURNED}
 * @param text as a person reads it on a phone
 */
public record Alert(
    Instant at,
    String level,
    String pipeline,
    String group,
    List<String> tables,
    String target,
    String cause,
    String text) {}
