package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.form.TableForm;
import dev.plumbline.stores.digest.JdbcSide;
import java.util.Optional;

/**
 * Two copies and how each would be asked.
 *
 * @param left empty where Spark reads it
 * @param right empty where Spark reads it
 * @param inLake the table that Spark reads; empty where both lie in stores
 */
public record ExplainedPair(
    String table,
    Pair pair,
    TableForm form,
    Optional<JdbcSide> left,
    Optional<JdbcSide> right,
    String inLake) {}
