package dev.plumbline.jobs.serve;

import dev.plumbline.core.text.Columns;
import dev.plumbline.core.text.Human;
import dev.plumbline.stores.redshift.DirectReaders.DirectReader;
import java.time.Duration;
import java.time.Instant;

/** The status as a person reads it. */
public final class StatusPage {
  private StatusPage() {}

  /** The page, without a line end at its end. */
  public static String text(Status status) {
    StringBuilder page = new StringBuilder(head(status)).append('\n');
    int width = status.tables().stream().mapToInt(row -> row.table().length()).max().orElse(5);
    for (Status.Row row : status.tables()) {
      page.append("  ")
          .append(Columns.padRight(row.table(), width + 2))
          .append(Columns.padRight(row.target(), 10))
          .append(Columns.padRight("since " + Human.instant(row.since()), 28))
          .append(verified(row, status.at()))
          .append('\n')
          .append("  ")
          .append(" ".repeat(width + 2))
          .append(row.needsPeople() ? "NEEDS YOU: " : "")
          .append(row.reason())
          .append('\n');
    }
    if (!status.readers().isEmpty()) {
      page.append("Read the replica past the serving views in the last 24 h:\n");
      for (DirectReader reader : status.readers()) {
        page.append("  ")
            .append(reader.user())
            .append(" ")
            .append(reader.table())
            .append(": ")
            .append(Human.count(reader.queries(), "time"))
            .append(", last at ")
            .append(Human.instant(reader.last()))
            .append('\n');
      }
    }
    status.notes().forEach(note -> page.append("Note: ").append(note).append('\n'));
    return page.toString().stripTrailing();
  }

  private static String head(Status status) {
    String name = status.pipeline() + " at " + Human.instant(status.at());
    if (!status.redshift().equals("up")) {
      return name
          + ": Redshift does not answer ("
          + status.redshift()
          + ")\nWhat follows is from the records on S3, as of "
          + Human.instant(status.asOf())
          + ".";
    }
    return name
        + ": Redshift answers, the integration is in "
        + status.integration()
        + ", lag "
        + (status.lagMillis() < 0 ? "unknown" : Human.whole(status.lagMillis() / 1000));
  }

  private static String verified(Status.Row row, Instant now) {
    if (row.verifiedAt() == null) {
      return "not proven equal to the source";
    }
    String ago = Human.whole(Math.max(0, Duration.between(row.verifiedAt(), now).toSeconds()));
    String through =
        row.verifiedThrough() == null
            ? ""
            : "through " + Human.instant(row.verifiedThrough()) + " ";
    return "verified " + through + "at " + row.verifiedDepth() + " " + ago + " ago";
  }
}
