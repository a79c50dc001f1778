package dev.plumbline.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.jobs.cli.Cli;
import dev.plumbline.jobs.cli.Cli.Request;
import dev.plumbline.jobs.cli.StorePairOptions;
import dev.plumbline.stores.aws.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreResolverTest {
  private static final Login LOGIN = new Login("reader", SecretRef.parse("env:SOMEWHERE"));
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PLUMBLINE_SOURCE_USER", "ada", "PLUMBLINE_TARGET_USER", "bob");

  private final Map<String, Endpoint> endpoints = new HashMap<>();

  StoreResolverTest() {
    endpoints.put(
        "aurora",
        new Endpoint.MySql(
            "aurora", access("jdbc:mysql://a/"), Optional.empty(), Optional.empty()));
    endpoints.put(
        "warehouse",
        new Endpoint.Redshift(
            "warehouse", access("jdbc:redshift://w/dev"), "default", Optional.of("zeroetl")));
    endpoints.put("copy", new Endpoint.Postgres("copy", access("jdbc:postgresql://p/db")));
    endpoints.put("api", new Endpoint.Rest("api", "http://api", new Endpoint.RetrySpec(1, 1, 1)));
  }

  private static JdbcAccess access(String url) {
    return new JdbcAccess(url, LOGIN, Map.of());
  }

  private StorePair resolve(String... flags) {
    List<String> arguments = new ArrayList<>(List.of("check", "--env", "e.yaml"));
    arguments.addAll(List.of(flags));
    StorePairOptions options = (StorePairOptions) ((Request.Job) Cli.parse(arguments)).options();
    EnvConfig env = new EnvConfig("e", endpoints, null, null, "state", "reports", null);
    return new StoreResolver(options, env, new Secrets("", "us-east-1"), ENVIRONMENT).resolve();
  }

  @Test
  void theReplicaIsThatOfTheOneWarehouseThatHasOne() {
    StorePair pair = resolve("--source", "aurora", "--target", "replica");
    assertThat(pair.replica().orElseThrow().database()).isEqualTo("zeroetl");
    assertThat(pair.target()).isEqualTo(pair.replica().orElseThrow().warehouse());
    assertThat(pair.name()).isEqualTo("aurora-replica-zeroetl");
  }

  @Test
  void anEndpointIsItsOwnDatabase() {
    StorePair pair = resolve("--source", "copy", "--target", "warehouse");
    assertThat(pair.replica()).isEmpty();
    assertThat(((RedshiftStore) pair.target()).database()).isEmpty();
    assertThat(pair.name()).isEqualTo("copy-warehouse");
  }

  @Test
  void aUrlTakesItsAccountFromTheEnvironment() {
    StorePair pair =
        resolve("--source", "mysql://host:3306/?x=y", "--target", "jdbc:postgresql://h/db");
    Endpoint.MySql source = ((MySqlStore) pair.source()).endpoint();
    assertThat(source.name()).isEqualTo("host:3306/");
    assertThat(source.reader().url()).isEqualTo("jdbc:mysql://host:3306/?x=y");
    assertThat(source.reader().login())
        .isEqualTo(new Login("ada", SecretRef.parse("env:PLUMBLINE_SOURCE_PASSWORD")));
    assertThat(((PostgresStore) pair.target()).endpoint().access().login().user()).isEqualTo("bob");
  }

  @Test
  void whatCannotBeComparedIsSaid() {
    assertThatThrownBy(() -> resolve("--target", "replica"))
        .hasMessage("Cannot compare: name the store to compare with: --source");
    assertThatThrownBy(() -> resolve("--source", "aurora"))
        .hasMessage("Cannot compare: name the store that is compared: --target");
    assertThatThrownBy(() -> resolve("--source", "aurora", "--target", "api"))
        .hasMessage("Cannot compare: endpoint 'api' is no database");
    assertThatThrownBy(() -> resolve("--source", "aurora", "--target", "lake"))
        .hasMessage("Cannot compare: environment e has no lake");
    assertThatThrownBy(() -> resolve("--source", "copy", "--target", "replica"))
        .hasMessage("Cannot compare: zero-ETL replicates MySQL, and --source copy is none");
    assertThatThrownBy(() -> resolve("--source", "arora", "--target", "replica"))
        .hasMessageContaining("did you mean 'aurora'?");
    assertThatThrownBy(() -> resolve("--source", "oracle://h/x", "--target", "replica"))
        .hasMessageContaining("'h/x' is no URL of a store");
    assertThatThrownBy(() -> resolve("--source", "mysql://me:hush@h/", "--target", "replica"))
        .hasMessageContaining("PLUMBLINE_SOURCE_PASSWORD")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> resolve("--source", "mysql://h/?password=hush", "--target", "replica"))
        .hasMessageNotContaining("hush");
  }

  @Test
  void ofSeveralReplicasOneIsNamed() {
    endpoints.put(
        "other",
        new Endpoint.Redshift(
            "other", access("jdbc:redshift://o/dev"), "default", Optional.of("zeroetl2")));
    assertThatThrownBy(() -> resolve("--source", "aurora", "--target", "replica"))
        .hasMessageContaining("--integration")
        .hasMessageContaining("other, warehouse");
  }
}
