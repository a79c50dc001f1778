package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.CanonicalForm;
import dev.plumbline.core.table.ColumnClass;
import dev.plumbline.core.table.ColumnType;
import java.io.Serializable;

/**
 * One column of a comparison, independent of any store.
 *
 * @param maxBytes the most bytes that the canonical text can take; {@link #UNBOUNDED} for text and
 *     bytes without a useful limit
 * @param columnClass where its digest is computed
 * @param reason why it is not compared; empty otherwise
 */
public record DigestColumn(
    String name, CanonicalForm form, long maxBytes, ColumnClass columnClass, String reason)
    implements Serializable {
  /** No useful limit. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** Bytes beyond which a binary column is folded by the tool, since Redshift's text ends there. */
  static final long MAX_BYTES_IN_STORE = 65_535;

  private static final int LABEL_BYTES = 255;
  private static final int NUMBER_BYTES = 80;

  /** A column of a MySQL type, compared wherever its class says. */
  public static DigestColumn of(String name, ColumnType type) {
    return of(name, type.canonical(), maxBytes(type));
  }

  /**
   * A column of a canonical form, compared wherever its class says.
   *
   * @param maxBytes of the canonical text
   */
  public static DigestColumn of(String name, CanonicalForm form, long maxBytes) {
    boolean tooLong = form == CanonicalForm.BYTES && maxBytes > 2 * MAX_BYTES_IN_STORE;
    ColumnClass where = tooLong ? ColumnClass.BY_SPARK : form.columnClass();
    return new DigestColumn(name, form, maxBytes, where, "");
  }

  /** The column left out, for the reason that a verdict gives. */
  public DigestColumn notCompared(String why) {
    return new DigestColumn(name, form, maxBytes, ColumnClass.NOT_COMPARED, why);
  }

  private static long maxBytes(ColumnType type) {
    return switch (type.type()) {
      case CHAR, VARCHAR -> 4L * type.length();
      case TINYTEXT -> 255L;
      case TEXT -> 65_535L;
      case ENUM, SET -> LABEL_BYTES;
      case BINARY, VARBINARY -> 2L * type.length();
      case TINYBLOB -> 2L * 255;
      case BLOB -> 2L * MAX_BYTES_IN_STORE;
      case MEDIUMTEXT, LONGTEXT, MEDIUMBLOB, LONGBLOB, GEOMETRY, JSON -> UNBOUNDED;
      default -> NUMBER_BYTES;
    };
  }
}
