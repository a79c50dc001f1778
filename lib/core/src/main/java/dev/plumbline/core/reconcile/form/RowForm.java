package dev.plumbline.core.reconcile.form;

import dev.plumbline.core.table.CanonicalForm;
import java.util.ArrayList;
import java.util.List;

/**
 * How the canonical values of some columns become one text: the values in order, each followed by
 * {@code |}, then a trailer with the byte length of every inline value, separated by commas.
 *
 * <p>The text can be read back in one way only, so two rows share it only if they are equal: the
 * number of lengths is fixed and a length holds no {@code |}, so the trailer is found from the
 * right; then every value ends either where its length says or at the next {@code |}. A NULL is
 * {@code ~} in the place of the value, or in the place of the length where the value is inline: no
 * canonical value of a fixed form and no length looks like that.
 */
public record RowForm(List<Slot> slots) {
  /** Between values. */
  public static final String SEPARATOR = "|";

  /** Between the lengths in the trailer. */
  public static final String LENGTH_SEPARATOR = ",";

  /** What stands for NULL. */
  public static final String NULL_MARK = "~";

  /** Bytes of a binary value that are hashed as one piece: their hex fits Redshift's text. */
  public static final int PIECE_BYTES = 32_000;

  /** A value that can be longer is hashed by itself before it enters the row's text. */
  private static final long INLINE_MAX_BYTES = 4_096;

  /** Inline values of a row together, far below Redshift's 65,535 bytes of text. */
  private static final long ROW_MAX_BYTES = 32_000;

  public RowForm {
    slots = List.copyOf(slots);
  }

  /** How a value enters the row's text. */
  public enum Encoding {
    /** As it is; it cannot hold the separator. */
    FIXED,
    /** As it is, with its length in the trailer. */
    INLINE,
    /** As the hash of its UTF-8 bytes. */
    HASHED,
    /** As the hashes of its pieces' hex. */
    PIECES
  }

  /**
   * @param pieces how many pieces of {@link #PIECE_BYTES} a value of encoding PIECES has; else 0
   */
  public record Slot(DigestColumn column, Encoding encoding, int pieces) {}

  /** Decides by the declared types alone, so that both sides come to the same text. */
  public static RowForm of(List<DigestColumn> columns) {
    List<Slot> slots = new ArrayList<>();
    long room = ROW_MAX_BYTES;
    for (DigestColumn column : columns) {
      Slot slot = slot(column, room);
      room -= slot.encoding() == Encoding.INLINE ? column.maxBytes() : 0;
      slots.add(slot);
    }
    return new RowForm(slots);
  }

  private static Slot slot(DigestColumn column, long room) {
    boolean binary = column.form() == CanonicalForm.BYTES;
    boolean text =
        column.form() == CanonicalForm.TEXT
            || column.form() == CanonicalForm.PADDED_TEXT
            || column.form() == CanonicalForm.JSON;
    if (!binary && !text) {
      return new Slot(column, Encoding.FIXED, 0);
    }
    if (column.maxBytes() <= Math.min(INLINE_MAX_BYTES, room)) {
      return new Slot(column, Encoding.INLINE, 0);
    }
    if (!binary || column.maxBytes() == DigestColumn.UNBOUNDED) {
      return new Slot(column, Encoding.HASHED, 0);
    }
    long bytes = column.maxBytes() / 2;
    return new Slot(column, Encoding.PIECES, (int) ((bytes + PIECE_BYTES - 1) / PIECE_BYTES));
  }

  public boolean isEmpty() {
    return slots.isEmpty();
  }
}
