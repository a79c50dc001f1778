package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Judgement;
import dev.plumbline.core.table.TableName;

/**
 * A table that is not compared.
 *
 * @param reason in a word or two, such as {@code no key}
 */
record Excluded(String id, TableName name, Judgement judgement, String reason) {}
