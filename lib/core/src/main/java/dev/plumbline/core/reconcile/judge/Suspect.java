package dev.plumbline.core.reconcile.judge;

import dev.plumbline.core.reconcile.measure.RowKey;
import java.io.Serializable;

/** A key under which the two copies were seen to differ. */
public record Suspect(RowKey key, RowState left, RowState right) implements Serializable {}
