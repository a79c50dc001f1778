package dev.plumbline.stores.report;

import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.Json;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.core.run.RunReport;
import dev.plumbline.stores.s3.ObjectStore;
import dev.plumbline.stores.s3.S3Uri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the reports of runs are kept: {@code <run-id>/report.json}, {@code report.html} and {@code
 * result.json}, and the last of each job as {@code latest/<pipeline>/<job>.json}. In a folder each
 * file appears whole or not at all, as an object on S3 does.
 */
public final class ReportFiles {
  private final String base;
  private final ObjectStore store;

  /**
   * @param base folder or {@code s3://} prefix
   * @param store writes below an {@code s3://} prefix; not used for a folder
   */
  public ReportFiles(String base, ObjectStore store) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.store = store;
  }

  /**
   * Reports in a folder of this machine.
   *
   * @throws IllegalArgumentException for an {@code s3://} prefix, which takes a store to write
   */
  public static ReportFiles inFolder(String base) {
    if (S3Uri.isS3(base)) {
      throw new IllegalArgumentException("Cannot keep reports in " + base + " without S3");
    }
    return new ReportFiles(base, null);
  }

  /**
   * Writes the report of a run.
   *
   * @return where the page lies
   * @throws PlumblineException when it cannot be written; exit 3 where it is a folder
   */
  public String write(RunReport report) {
    return write(report, List.of());
  }

  /**
   * The same with what was found before.
   *
   * @param earlier runs of the same pipeline, in any order
   */
  public String write(RunReport report, List<RunReport> earlier) {
    String own = base + "/" + part(report.runId());
    String json = Json.write(report);
    put(own + "/report.json", json);
    put(own + "/result.json", Json.write(result(report)));
    put(own + "/report.html", HtmlReport.after(earlier).render(report));
    put(base + "/latest/" + part(report.pipeline()) + "/" + part(report.job()) + ".json", json);
    return own + "/report.html";
  }

  /**
   * Puts a file beside the report of a run.
   *
   * @param name relative to the report, such as {@code differences/users.csv}
   */
  public void attach(String runId, String name, Path file) throws IOException {
    String place = base + "/" + part(runId) + "/" + name;
    if (S3Uri.isS3(place)) {
      store.putFile(place, file);
      return;
    }
    Path target = Path.of(place);
    Files.createDirectories(target.toAbsolutePath().getParent());
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A name as one part of a path, whatever it holds. */
  private static String part(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return safe.matches("\\.*") ? "_" : safe;
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }

  private static Map<String, Object> result(RunReport report) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("runId", report.runId());
    result.put("status", report.status());
    result.put("exitCode", report.exitCode());
    result.put("nextCommand", report.nextCommand());
    return result;
  }

  private void put(String path, String text) {
    if (S3Uri.isS3(path)) {
      store.put(path, text);
      return;
    }
    Path file = Path.of(path);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path whole = file.resolveSibling(file.getFileName() + ".tmp");
      Files.writeString(whole, text, StandardCharsets.UTF_8);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PlumblineException(
          ExitCode.DEGRADED, "Cannot write report " + file + ": " + reason(e), e);
    }
  }
}
