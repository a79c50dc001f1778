package dev.plumbline.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 when a named chunk has been finished; the check that goes on comes to what an undisturbed
 * one comes to, and asks the source for no chunk that was finished.
 */
@ExtendWith(SandboxExtension.class)
class CheckKillIT {
  private static final String[] SLOWLY = {"--parallel", "1", "--chunk-rows", "200"};
  private static final int ROWS = 40_000;

  @TempDir Path killed;
  @TempDir Path undisturbed;

  @Test
  void aKilledCheckGoesOnAfterItsLastChunk(Sandbox sandbox) throws SQLException, IOException {
    CheckFixture fixture = new CheckFixture(sandbox, killed, "check_kill");
    fixture.onSource(
        "CREATE TABLE $S.a_first (id int PRIMARY KEY)",
        "INSERT INTO $S.a_first VALUES (1)",
        "CREATE TABLE $S.big (id int PRIMARY KEY, v varchar(40))",
        "INSERT INTO $S.big SELECT seq, CONCAT('v', seq) FROM seq_1_to_" + ROWS,
        "ANALYZE TABLE $S.a_first, $S.big");
    sandbox.control().awaitReplica();
    fixture.onReplica(
        "DELETE FROM $S.big WHERE id IN (5, 39999)",
        "UPDATE $S.big SET v = 'other' WHERE id IN (900, 20000, 20001)");

    fixture.plumbline.start(fixture.arguments(SLOWLY)).awaitLog("finished chunk 7 of").kill();
    List<String> kept = progress();
    // The first two lines are the header and the plan.
    long finished = kept.size() - 2L;
    long chunks = kept.get(1).split("\"number\"", -1).length - 1L;
    assertThat(finished).isBetween(8L, chunks - 1);

    long asked;
    Plumbline.Ended resumed;
    fixture.onSource(
        "TRUNCATE mysql.general_log", "SET GLOBAL log_output = 'TABLE', GLOBAL general_log = ON");
    try {
      resumed =
          fixture.plumbline.run(
              fixture.arguments(
                  Stream.concat(Stream.of(SLOWLY), Stream.of("--resume")).toArray(String[]::new)));
      asked = digestsAsked(sandbox);
    } finally {
      fixture.onSource("SET GLOBAL general_log = OFF");
    }
    Plumbline alone = new Plumbline(sandbox, undisturbed);
    Plumbline.Ended whole = alone.run(fixture.arguments(SLOWLY));

    assertThat(resumed.code()).as(resumed.all()).isEqualTo(40);
    assertThat(whole.code()).as(whole.all()).isEqualTo(40);
    assertThat(asked).isEqualTo(chunks - finished);
    assertThat(resumed.out()).contains("1 finished before");
    assertThat(comparable(fixture.report(), "big"))
        .isEqualTo(comparable(alone.report("aurora-replica-zeroetl", "check"), "big"));
    assertThat(comparable(fixture.report(), "a_first").path("verdict").asText()).isEqualTo("MATCH");
    assertThat(fixture.differences(fixture.report(), "big"))
        .containsExactly(
            "changed 20000", "changed 20001", "changed 900", "missing 39999", "missing 5");
  }

  /** The lines that the killed check left of the large table. */
  private List<String> progress() throws IOException {
    try (Stream<Path> files = Files.walk(killed.resolve(".plumbline/check"))) {
      Path file =
          files.filter(path -> path.getFileName().toString().contains(".big-")).findFirst().get();
      String text = Files.readString(file, UTF_8);
      return text.substring(0, text.lastIndexOf('\n')).lines().toList();
    }
  }

  /** How often the source was asked for the digests of a chunk, by its own log. */
  private static long digestsAsked(Sandbox sandbox) throws SQLException {
    try (Connection aurora = sandbox.aurora();
        Statement statement = aurora.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM mysql.general_log WHERE command_type IN ('Execute', 'Query')"
                    + " AND argument LIKE '%`check_kill`.`big`%GROUP BY 1%'"
                    + " AND argument NOT LIKE '%general_log%'")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A comparison without what depends on when it was made. */
  private static JsonNode comparable(JsonNode report, String table) {
    ObjectNode comparison = (ObjectNode) CheckFixture.comparison(report, table).deepCopy();
    comparison.remove(List.of("seconds", "rungs", "verifiedThrough", "verifiedAt"));
    ((ObjectNode) comparison.path("left")).remove("asOf");
    ((ObjectNode) comparison.path("right")).remove("asOf");
    return comparison;
  }
}
