package dev.plumbline.jobs.check;

import dev.plumbline.core.reconcile.Depth;
import dev.plumbline.core.reconcile.Pair;
import dev.plumbline.core.reconcile.measure.ComparedSide;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.jobs.cli.StorePairOptions;
import dev.plumbline.jobs.compare.ExplainedPair;
import dev.plumbline.jobs.console.Console;
import dev.plumbline.stores.digest.BoundSql;
import dev.plumbline.stores.digest.Explanation;
import dev.plumbline.stores.digest.JdbcSide;
import dev.plumbline.stores.replica.ReplicaHealth;
import dev.plumbline.stores.replica.SourcePosition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the SQL that a comparison would run on each store, rung by rung, and runs none of it. */
public final class ExplainJob {
  private final Console console;
  private final boolean json;

  /**
   * @param json whether the statements are printed for a program, too
   */
  public ExplainJob(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /**
   * One statement.
   *
   * @param side {@code left} or {@code right}
   * @param store the table's full name in its store
   * @param values bound in its places, in order
   */
  record Statement(
      String table,
      Pair pair,
      Depth rung,
      String side,
      String store,
      String sql,
      List<String> values) {
    static Statement of(ExplainedPair pair, Depth rung, String side, String store, BoundSql sql) {
      return new Statement(
          pair.table(),
          pair.pair(),
          rung,
          side,
          store,
          sql.sql(),
          sql.values().stream().map(Statement::shown).toList());
    }

    private static String shown(Object value) {
      return value instanceof byte[] bytes
          ? "0x" + java.util.HexFormat.of().formatHex(bytes)
          : value.toString();
    }
  }

  /** The tables of two stores, paired by their catalogues. */
  public static List<ExplainedPair> pairs(
      StorePairOptions options, StorePair stores, Console console, Clock clock) {
    Discovered found =
        new Discovery(
                stores,
                new TableFilter(options.schemas(), options.tables()),
                options.digest(),
                clock)
            .find();
    found.warnings().forEach(console::note);
    found.excluded().forEach(one -> console.note(one.id() + ": " + one.judgement().message()));
    return found.items().stream()
        .map(
            item ->
                new ExplainedPair(
                    item.id(),
                    stores.pair(),
                    item.pairing().form(),
                    jdbc(item.left()),
                    jdbc(item.right()),
                    inLake(item)))
        .toList();
  }

  private static Optional<JdbcSide> jdbc(ComparedSide side) {
    return side instanceof JdbcSide one ? Optional.of(one) : Optional.empty();
  }

  private static String inLake(WorkItem item) {
    return Stream.of(item.left(), item.right())
        .filter(side -> jdbc(side).isEmpty())
        .map(side -> String.join(".", side.table().nameParts()))
        .collect(Collectors.joining(" and "));
  }

  /**
   * Prints.
   *
   * @param database the integration's; empty where there is none
   */
  public ExitCode run(List<ExplainedPair> pairs, Optional<String> database) {
    List<Statement> all = new ArrayList<>();
    for (ExplainedPair pair : pairs) {
      console.print(head(pair));
      for (Depth rung : Depth.values()) {
        List<Statement> statements = statements(pair, rung, database);
        if (!statements.isEmpty()) {
          console.print("  " + rung.label() + "  " + meaning(rung));
          statements.forEach(this::print);
        }
        all.addAll(statements);
      }
      if (!pair.inLake().isEmpty()) {
        console.print(
            "  The other side is digested by Spark out of the lake's table " + pair.inLake() + ".");
      }
      console.print("");
    }
    console.print("None of these statements was run.");
    if (json) {
      console.json(all);
    }
    return ExitCode.OK;
  }

  private static String head(ExplainedPair pair) {
    return pair.table()
        + "  "
        + pair.pair().label()
        + "  columns "
        + pair.form().columnsProven()
        + ", "
        + (pair.form().keyless()
            ? "no key: whole rows are compared"
            : "key " + String.join(", ", pair.form().key()));
  }

  private static String meaning(Depth rung) {
    return switch (rung) {
      case STATE -> "(what the integration says, and where the source is)";
      case COUNTS -> "(rows and ends of the key, once)";
      case CHECKSUMS -> "(a row per bucket, for each chunk of the key; here the first)";
      case ROWS -> "(the rows of buckets that differ; then, behind the fence, the keys that do)";
      case CELLS -> "(the values of the rows that differ)";
    };
  }

  private static List<Statement> statements(
      ExplainedPair pair, Depth rung, Optional<String> database) {
    if (rung == Depth.STATE) {
      return pair.pair() == Pair.SOURCE_REPLICA ? state(pair, database) : List.of();
    }
    return Stream.concat(
            side(pair, rung, "left", pair.left()), side(pair, rung, "right", pair.right()))
        .toList();
  }

  private static Stream<Statement> side(
      ExplainedPair pair, Depth rung, String side, Optional<JdbcSide> jdbc) {
    return jdbc.stream()
        .flatMap(
            one ->
                new Explanation(one)
                    .statements(rung).stream()
                        .map(sql -> Statement.of(pair, rung, side, one.table().label(), sql)));
  }

  private static List<Statement> state(ExplainedPair pair, Optional<String> database) {
    Stream<Statement> source =
        SourcePosition.statements().stream()
            .map(sql -> state(pair, "left", pair.left(), new BoundSql(sql, List.of())));
    Stream<Statement> replica =
        ReplicaHealth.statements().stream()
            .map(
                sql ->
                    state(
                        pair,
                        "right",
                        pair.right(),
                        new BoundSql(sql, List.of(database.orElse("")))));
    return Stream.concat(source, replica).toList();
  }

  private static Statement state(
      ExplainedPair pair, String side, Optional<JdbcSide> jdbc, BoundSql sql) {
    String store = jdbc.map(one -> one.table().label()).orElse("").split(" ", 2)[0];
    return Statement.of(pair, Depth.STATE, side, store, sql);
  }

  private void print(Statement statement) {
    console.print("    -- " + statement.store() + values(statement));
    console.print("    " + statement.sql() + ";");
  }

  private static String values(Statement statement) {
    return statement.values().isEmpty()
        ? ""
        : statement.values().stream()
            .map(value -> "'" + value + "'")
            .collect(Collectors.joining(", ", ", with ? = ", ""));
  }
}
