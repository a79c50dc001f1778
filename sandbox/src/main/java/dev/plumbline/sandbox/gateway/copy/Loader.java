package dev.plumbline.sandbox.gateway.copy;

import dev.plumbline.sandbox.gateway.sql.Name;
import dev.plumbline.sandbox.gateway.sql.SqlError;
import dev.plumbline.sandbox.gateway.wire.Backend;
import dev.plumbline.sandbox.gateway.wire.ServerFailure;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** COPY, inside the caller's transaction and on the caller's connection. */
public final class Loader {

  /** Told how a load went. */
  public interface Listener {
    /** The load is done: what the client is told. */
    void loaded(long queryId, String table, long rows);
  }

  private final Backend backend;
  private final ObjectStore store;
  private final Environment environment;
  private final LoadJournal journal;
  private final UnaryOperator<Name> target;
  private final Listener listener;

  /**
   * A loader for one session.
   *
   * @param target gives the table as the server knows it, or refuses it
   */
  public Loader(
      Backend backend,
      ObjectStore store,
      Environment environment,
      LoadJournal journal,
      UnaryOperator<Name> target,
      Listener listener) {
    this.backend = backend;
    this.store = store;
    this.environment = environment;
    this.journal = journal;
    this.target = target;
    this.listener = listener;
  }

  /** Fails with {@link SqlError}, or with the server's own error. */
  public void load(String sql) throws IOException {
    environment.resetCancel();
    CopyCommand command = CopyCommand.parse(sql);
    environment.checkRole(command.role());
    Name table = target.apply(command.table());
    LoadJournal.Load load = journal.begin(command, backend);
    try {
      long rows = load(command, table, load);
      load.completed(rows);
      listener.loaded(load.queryId(), table.last(), rows);
    } catch (LoadFailure e) {
      load.failed(e.errors());
      throw e.error();
    } catch (SqlError e) {
      load.failed(List.of());
      throw e;
    } catch (ServerFailure e) {
      load.failed(List.of(new LoadError("", 0, "", "", -1, 0, 1, e.getMessage())));
      throw e;
    }
  }

  private long load(CopyCommand command, Name table, LoadJournal.Load load) throws IOException {
    List<TargetColumn> columns =
        TargetColumn.of(table, command.columns(), command.has("EXPLICIT_IDS"), backend);
    List<ObjectStore.Listed> files = Manifest.files(command, store);
    load.scans(table, files);
    RowSource source =
        command.format().equals("PARQUET")
            ? new ParquetSource(command, files, columns, store, environment)
            : new CsvSource(command, files, columns, store, environment, load);
    if (command.has("NOLOAD")) {
      source.send((data, length) -> {});
      return 0;
    }
    String names =
        columns.stream().map(column -> Name.quote(column.name())).collect(Collectors.joining(", "));
    return backend.copyIn(
        "copy " + table.sql() + " (" + names + ") from stdin (format csv, null '')", source::send);
  }

  /** Rows as the server's COPY reads CSV: NULL is nothing, the empty string is quoted. */
  interface RowSource {
    void send(Backend.CopyInput input) throws IOException;
  }
}
