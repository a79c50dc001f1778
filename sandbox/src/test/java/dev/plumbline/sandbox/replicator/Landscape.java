package dev.plumbline.sandbox.replicator;

import dev.plumbline.sandbox.gateway.catalog.Bootstrap;
import dev.plumbline.sandbox.replicator.source.SourceServer;
import dev.plumbline.sandbox.server.Account;
import dev.plumbline.sandbox.server.Folders;
import dev.plumbline.sandbox.server.MariaDbServer;
import dev.plumbline.sandbox.server.Passwords;
import dev.plumbline.sandbox.server.PostgresServer;
import dev.plumbline.sandbox.server.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A source and a warehouse that all tests of this JVM share; each test has databases and an
 * integration of its own.
 */
final class Landscape {
  private static Landscape shared;

  private final MariaDbServer source;
  private final PostgresServer warehouse;

  private Landscape(Path state) {
    Folders folders = TestFolders.in(state);
    Passwords passwords = Passwords.in(state.resolve("passwords.properties"));
    source = MariaDbServer.start(folders, passwords, 0);
    warehouse = PostgresServer.start(folders, passwords, 0);
    try (Connection connection = connectWarehouse()) {
      Bootstrap.apply(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static synchronized Landscape shared() {
    if (shared == null) {
      try {
        Path state = Files.createTempDirectory("replicator-test");
        Landscape landscape = new Landscape(state);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> landscape.end(state)));
        shared = landscape;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  private void end(Path state) {
    source.close();
    warehouse.close();
    try (Stream<Path> files = Files.walk(state)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MariaDbServer source() {
    return source;
  }

  PostgresServer warehouse() {
    return warehouse;
  }

  ReplicatorConfig config(String integrationId, String targetDatabase, String filter) {
    Account admin = source.admin();
    Account postgres = warehouse.roles().postgres();
    return new ReplicatorConfig(
        new SourceServer("127.0.0.1", source.port(), admin.user(), admin.password()),
        new ReplicatorConfig.Warehouse(
            warehouse.url(PostgresServer.WAREHOUSE), postgres.user(), postgres.password()),
        integrationId,
        targetDatabase,
        DataFilter.parse(filter));
  }

  Connection connectSource() throws SQLException {
    return source.connect(source.admin());
  }

  Connection connectWarehouse() throws SQLException {
    return warehouse.connect(PostgresServer.WAREHOUSE, warehouse.roles().postgres());
  }
}
