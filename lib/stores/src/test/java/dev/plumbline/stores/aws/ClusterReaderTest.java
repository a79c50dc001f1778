package dev.plumbline.stores.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.core.preflight.ClusterChecks;
import dev.plumbline.core.preflight.ClusterFacts;
import dev.plumbline.core.preflight.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The RDS API as its Query protocol answers. */
class ClusterReaderTest {
  private static final String ARN = "arn:aws:rds:us-east-1:000000000000:cluster:shop";

  /** What a server tells by itself. */
  private static final Set<String> SEEN =
      Set.of(
          "binlog_backup",
          "binlog_replication_globaldb",
          "binlog_row_image",
          "binlog_row_metadata");

  private final Map<String, String> answers = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String action = body.replaceFirst("(?s).*\\bAction=(\\w+).*", "$1");
          byte[] answer = answers.getOrDefault(action, "").getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.length == 0 ? 403 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aClusterAsItShouldBeHasNoFindings() {
    answer("available", "true", "in-sync", "1", "active", "");
    ClusterFacts facts = read();
    assertThat(facts.failure()).isEmpty();
    assertThat(facts.engineVersion()).isEqualTo("8.0.mysql_aurora.3.08.2");
    assertThat(facts.integrations()).hasSize(1);
    assertThat(ClusterChecks.of(facts, SEEN)).isEmpty();
  }

  @Test
  void whatOnlyTheApiKnowsIsNamed() {
    answer(
        "modifying",
        "false",
        "pending-reboot",
        "0",
        "needs_attention",
        "<IntegrationError><ErrorCode>E1</ErrorCode><ErrorMessage>no key</ErrorMessage></IntegrationError>");
    assertThat(ClusterChecks.of(read(), SEEN))
        .extracting(Finding::subject)
        .containsExactly(
            "cluster shop status",
            "cluster shop encryption",
            "cluster shop parameter group",
            "cluster shop aurora_enhanced_binlog",
            "cluster shop to-redshift");
    assertThat(ClusterChecks.of(read(), SEEN))
        .last()
        .matches(last -> last.reason().contains("E1 no key"));
  }

  @Test
  void aParameterOfWhichNobodyTellsIsMissing() {
    answer("available", "true", "in-sync", "1", "active", "");
    assertThat(ClusterChecks.of(read(), Set.of("binlog_row_image", "binlog_row_metadata")))
        .extracting(finding -> finding.severity() + " " + finding.subject())
        .containsExactly(
            "MISSING cluster shop binlog_backup",
            "MISSING cluster shop binlog_replication_globaldb");
  }

  @Test
  void anApiThatRefusesIsAFinding() {
    assertThat(ClusterChecks.of(read(), SEEN))
        .singleElement()
        .matches(finding -> finding.reason().startsWith("Cannot ask the RDS API: "));
  }

  private ClusterFacts read() {
    return new ClusterReader(
            "us-east-1",
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .read("shop");
  }

  private void answer(
      String status,
      String encrypted,
      String member,
      String enhanced,
      String integration,
      String errors) {
    put(
        "DescribeDBClusters",
        "<DBClusters><DBCluster><Status>"
            + status
            + "</Status><EngineVersion>8.0.mysql_aurora.3.08.2</EngineVersion><StorageEncrypted>"
            + encrypted
            + "</StorageEncrypted><BackupRetentionPeriod>7</BackupRetentionPeriod>"
            + "<DBClusterParameterGroup>shop-params</DBClusterParameterGroup><DBClusterArn>"
            + ARN
            + "</DBClusterArn><DBClusterMembers><DBClusterMember><DBClusterParameterGroupStatus>"
            + member
            + "</DBClusterParameterGroupStatus></DBClusterMember></DBClusterMembers></DBCluster>"
            + "</DBClusters>");
    put(
        "DescribeDBClusterParameters",
        "<Parameters><Parameter><ParameterName>aurora_enhanced_binlog</ParameterName>"
            + "<ParameterValue>"
            + enhanced
            + "</ParameterValue></Parameter><Parameter><ParameterName>binlog_format</ParameterName>"
            + "<ParameterValue>ROW</ParameterValue></Parameter></Parameters>");
    put(
        "DescribeIntegrations",
        "<Integrations><Integration><IntegrationName>to-redshift</IntegrationName><SourceArn>"
            + ARN
            + "</SourceArn><Status>"
            + integration
            + "</Status><Errors>"
            + errors
            + "</Errors></Integration><Integration><IntegrationName>other</IntegrationName>"
            + "<SourceArn>arn:other</SourceArn><Status>failed</Status></Integration></Integrations>");
  }

  private void put(String action, String result) {
    answers.put(
        action,
        "<"
            + action
            + "Response xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><"
            + action
            + "Result>"
            + result
            + "</"
            + action
            + "Result></"
            + action
            + "Response>");
  }
}
