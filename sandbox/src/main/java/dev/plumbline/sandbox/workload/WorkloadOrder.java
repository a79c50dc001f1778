package dev.plumbline.sandbox.workload;

/**
 * What a workload is to be.
 *
 * @param rate transactions per second
 * @param seed decides what is written
 * @param tables how many tables are written to
 * @param rows rows that a table begins with
 * @param database the source database, made when it is not there
 */
public record WorkloadOrder(double rate, long seed, int tables, int rows, String database) {
  public static final String DATABASE = "workload";
  public static final int ROWS = 2_000;
  private static final int MAX_RATE = 10_000;
  private static final int MAX_TABLES = 100;
  private static final int MAX_ROWS = 1_000_000;

  public WorkloadOrder {
    if (!(rate > 0 && rate <= MAX_RATE)) {
      throw new IllegalArgumentException(
          "Cannot start a workload: rate %s is not between 0 and %s transactions per second"
              .formatted(rate, MAX_RATE));
    }
    if (tables < 1 || tables > MAX_TABLES) {
      throw new IllegalArgumentException(
          "Cannot start a workload: %s tables are not between 1 and %s"
              .formatted(tables, MAX_TABLES));
    }
    if (rows < 1 || rows > MAX_ROWS) {
      throw new IllegalArgumentException(
          "Cannot start a workload: %s rows are not between 1 and %s".formatted(rows, MAX_ROWS));
    }
    if (!database.matches("[A-Za-z][A-Za-z0-9_]{0,60}")) {
      throw new IllegalArgumentException(
          "Cannot start a workload: '%s' is no name for its database".formatted(database));
    }
  }
}
