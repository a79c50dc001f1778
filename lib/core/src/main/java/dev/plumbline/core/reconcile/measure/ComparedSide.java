package dev.plumbline.core.reconcile.measure;

import dev.plumbline.core.reconcile.form.ComparedTable;
import java.io.Serializable;

/** One side of a comparison, which any thread or executor can open. */
public interface ComparedSide extends Serializable {
  ComparedTable table();

  /** Names what the copy holds now, where the store can tell; empty where it cannot. */
  default String state() {
    return "";
  }

  /** Opens a session of its own; the caller closes it. */
  ComparedStore open();
}
