package dev.plumbline.sandbox.replicator.warehouse;

import dev.plumbline.sandbox.replicator.table.BinlogPosition;
import java.time.Instant;

/**
 * How far the source's binlog is applied.
 *
 * @param position all that stands before it is applied
 * @param committedAt commit time of the last transaction before it; null while none has been
 *     applied
 * @param transactionSequence how many source transactions the integration has applied
 * @param transactionId the last one, by the sequence number of its GTID
 */
public record Checkpoint(
    BinlogPosition position, Instant committedAt, long transactionSequence, long transactionId) {

  /**
   * The form in which Redshift's views show it, such as {@code
   * {"txn_seq":9834,"txn_id":126597515}}.
   */
  public String json() {
    return "{\"txn_seq\":" + transactionSequence + ",\"txn_id\":" + transactionId + "}";
  }

  /**
   * The name of the step to here, by the numbers of binlog files and the offsets in them, as AWS's
   * sample output shows it: {@code checkpoints/checkpoint_3_241_3_510.json}.
   */
  public String nameSince(BinlogPosition from) {
    return "checkpoints/checkpoint_%s_%s_%s_%s.json"
        .formatted(from.fileNumber(), from.offset(), position.fileNumber(), position.offset());
  }
}
