package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.form.TablePairing;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.schema.StoreTable;
import dev.plumbline.core.table.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A table that both stores have.
 *
 * @param id how the report calls it
 * @param catalogue the source's table with its estimates
 */
record WorkItem(
    String id, StoreTable catalogue, TablePairing pairing, ComparedSide left, ComparedSide right) {
  TableName name() {
    return catalogue.name();
  }

  /** The source's estimate of a row's size; 0 where it gives none. */
  double bytesPerRow() {
    return catalogue.bytes() <= 0 || catalogue.rows() <= 0
        ? 0
        : (double) catalogue.bytes() / catalogue.rows();
  }

  /** The bytes that a whole reading takes, as estimated; 0 where nothing is known. */
  long bytes() {
    return Math.max(0, catalogue.bytes());
  }

  /** Whether it is read in pieces, between which a check can end. */
  boolean chunked() {
    return pairing.form().numericKey();
  }

  /** Names what is compared, so that progress of another comparison is not taken for this one's. */
  String fingerprint(String manner) {
    String text =
        String.join(
            "\n",
            left.table().toString(),
            right.table().toString(),
            pairing.form().toString(),
            left.state() + right.state(),
            manner);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
