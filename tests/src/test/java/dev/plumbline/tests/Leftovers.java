package dev.plumbline.tests;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What runs that died may have left: drafts, staging tables, and files that nothing knows. */
final class Leftovers {
  private final Sandbox sandbox;

  Leftovers(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Tables of schemas in Redshift that are none of those that readers know. */
  List<String> tables(String... schemas) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection postgres = sandbox.postgres();
        Statement statement = postgres.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT nspname || '.' || relname FROM pg_class c JOIN pg_namespace n"
                    + " ON n.oid = c.relnamespace WHERE relkind = 'r' AND nspname IN ('"
                    + String.join("', '", schemas)
                    + "') AND relname LIKE '%!_!_%' ESCAPE '!'")) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    return names;
  }

  /** Drafts and unknown files of namespaces of the lake, and files staged for their pipeline. */
  List<String> lake(String pipeline, String... namespaces) {
    return new SandboxLake(sandbox).ask(catalog -> find(catalog, pipeline, namespaces));
  }

  private List<String> find(JdbcCatalog catalog, String pipeline, String... namespaces)
      throws IOException {
    List<String> found = new ArrayList<>();
    try (S3Client s3 = sandbox.s3()) {
      for (String namespace : namespaces) {
        for (TableIdentifier id : catalog.listTables(Namespace.of(namespace))) {
          if (id.name().contains("__")) {
            found.add("draft " + id);
          }
          found.addAll(of(catalog.loadTable(id), s3));
        }
      }
      list(s3, "s3://" + sandbox.endpoints().s3().bucket() + "/state/staged/" + pipeline + "/")
          .forEach(file -> found.add("staged " + file));
    }
    return found;
  }

  private List<String> of(Table table, S3Client s3) throws IOException {
    List<String> found = new ArrayList<>();
    table.refs().entrySet().stream()
        .filter(ref -> ref.getValue().isBranch() && !SnapshotRef.MAIN_BRANCH.equals(ref.getKey()))
        .forEach(ref -> found.add("branch " + ref.getKey() + " of " + table.name()));
    Set<String> known = known(table);
    list(s3, table.location() + "/").stream()
        .filter(file -> !known.contains(file))
        .forEach(file -> found.add("file " + file));
    return found;
  }

  private static Set<String> known(Table table) throws IOException {
    Set<String> known = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, true));
    known.addAll(ReachableFileUtil.manifestListLocations(table));
    known.addAll(ReachableFileUtil.statisticsFilesLocations(table));
    FileIO io = table.io();
    for (Snapshot snapshot : table.snapshots()) {
      for (ManifestFile manifest : snapshot.allManifests(io)) {
        if (known.add(manifest.path())) {
          try (ManifestReader<?> files =
              manifest.content() == ManifestContent.DATA
                  ? ManifestFiles.read(manifest, io, table.specs())
                  : ManifestFiles.readDeleteManifest(manifest, io, table.specs())) {
            files.forEach(file -> known.add(file.location()));
          }
        }
      }
    }
    return known;
  }

  private static List<String> list(S3Client s3, String uri) {
    String[] parts = uri.substring("s3://".length()).split("/", 2);
    return s3
        .listObjectsV2Paginator(request -> request.bucket(parts[0]).prefix(parts[1]))
        .contents()
        .stream()
        .map(S3Object::key)
        .map(key -> "s3://" + parts[0] + "/" + key)
        .toList();
  }
}
