package dev.plumbline.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.core.config.ConfigException.Problem;
import dev.plumbline.core.table.Evolve;
import dev.plumbline.core.table.ExpectSpec;
import dev.plumbline.core.table.LimitsSpec;
import dev.plumbline.core.table.ReconcileSpec;
import dev.plumbline.core.table.RouteSpec;
import dev.plumbline.core.table.StopSpec;
import dev.plumbline.core.table.TableSpec;
import dev.plumbline.core.table.TableSpec.PublishSpec;
import dev.plumbline.core.table.TierSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final String TABLE =
      """
      id: users
      source: {database: blog}
      key: [id]
      columns:
        id: bigint unsigned not null
        born: {type: date null, zeroDates: "null"}
      """;

  @TempDir Path folder;

  @Test
  void aTableIsReadWithItsDefaults() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/users.yaml", TABLE);

    PipelineConfig pipeline = loader(Map.of()).pipeline(folder.toString());

    assertThat(pipeline.keep()).isEqualTo(Duration.ofDays(14));
    assertThat(pipeline.parallel()).isEqualTo(2);
    assertThat(pipeline.publishMethod()).isEqualTo(PipelineConfig.PublishMethod.COPY);
    TableSpec users = pipeline.table("users");
    assertThat(users.source()).hasToString("blog.users");
    assertThat(users.group()).isEqualTo("users");
    assertThat(users.column("id").nullable()).isFalse();
    assertThat(users.column("born").nullable()).isTrue();
    assertThat(users.publish())
        .isEqualTo(new PublishSpec(true, Optional.empty(), List.of(), 20, 100));
    assertThat(users.evolve()).isEqualTo(Evolve.WARN);
  }

  @Test
  void howATableIsPublishedAndFollowsItsSourceIsRead() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\nevolve: fail\n");
    write(
        "tables/users.yaml",
        TABLE
            + "publish: {fallback: false, distKey: id, sortKey: [born], changedPercent: 5,"
            + " wholeAfter: 7}\n");
    write(
        "tables/others.yaml",
        TABLE.replace("id: users", "id: others").replace("blog}", "blog, table: o}")
            + "evolve: evolve\n");

    PipelineConfig pipeline = loader(Map.of()).pipeline(folder.toString());

    assertThat(pipeline.table("users").publish())
        .isEqualTo(new PublishSpec(false, Optional.of("id"), List.of("born"), 5, 7));
    assertThat(pipeline.table("users").evolve()).isEqualTo(Evolve.FAIL);
    assertThat(pipeline.table("others").evolve()).isEqualTo(Evolve.EVOLVE);
  }

  @Test
  void everyProblemIsReportedAtOnceWithFileAndLine() {
    write("pipeline.yaml", "name: blog\nsorce: aurora\nwarehouse: dwh\nparallel: many\n");
    write("tables/users.yaml", TABLE.replace("date null", "dat").replace("[id]", "[idd]"));

    ConfigException failure =
        Assertions.catchThrowableOfType(
            ConfigException.class, () -> loader(Map.of()).pipeline(folder.toString()));

    String pipeline = folder + "/pipeline.yaml";
    String users = folder + "/tables/users.yaml";
    assertThat(failure.problems())
        .containsExactlyInAnyOrder(
            new Problem(users, 6, "column 'born': 'dat' is not a MySQL column type"),
            new Problem(
                users,
                3,
                "key 'key' names column 'idd', which is not declared; did you mean 'id'?"),
            new Problem(pipeline, 1, "key 'source' is missing"),
            new Problem(pipeline, 2, "unknown key 'sorce'; did you mean 'source'?"),
            new Problem(
                pipeline, 4, "key 'parallel' is 'many' and must be a whole number from 1 to 256"));
    assertThat(failure.exitCode().code()).isEqualTo(2);
  }

  @Test
  void knownExceptionsAreRead() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write(
        "tables/users.yaml",
        TABLE
            + """
            expect:
              - kind: mismatch
                columns: [born]
                reason: the vendor's bug 17
                owner: dba
                until: 2027-03-31
              - {kind: not-replicated, reason: no key, owner: dba, until: 2027-01-01}
            """);

    assertThat(loader(Map.of()).pipeline(folder.toString()).table("users").expect())
        .containsExactly(
            new ExpectSpec(
                ExpectSpec.Kind.MISMATCH,
                List.of("born"),
                "the vendor's bug 17",
                "dba",
                LocalDate.of(2027, 3, 31)),
            new ExpectSpec(
                ExpectSpec.Kind.NOT_REPLICATED,
                List.of(),
                "no key",
                "dba",
                LocalDate.of(2027, 1, 1)));
  }

  @Test
  void anExceptionWithoutDateReasonOwnerOrColumnsIsRefused() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write(
        "tables/users.yaml",
        TABLE
            + """
            expect:
              - {kind: mismatch, columns: [borne], until: soon}
              - {kind: missing, columns: [born], reason: r, owner: o, until: 2027-01-01, why: x}
            """);

    ConfigException failure =
        Assertions.catchThrowableOfType(
            ConfigException.class, () -> loader(Map.of()).pipeline(folder.toString()));

    assertThat(failure.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "key 'expect[0].columns' names column 'borne', which is not declared; did you mean"
                + " 'born'?",
            "key 'expect[0].reason' is missing",
            "key 'expect[0].owner' is missing",
            "key 'expect[0].until' is 'soon' and must be a date, such as 2027-03-31",
            "key 'expect[1].columns' has no meaning for kind missing, which concerns whole rows",
            "unknown key 'expect[1].why'");
  }

  @Test
  void howCopiesAreComparedIsRead() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write(
        "tables/users.yaml",
        TABLE
            + """
              price: decimal(10,2)
              note: text
              born_at: timestamp
            reconcile:
              exclude: [note]
              mask: [born, id]
              filter: id > 10 AND price < 100
              tolerance: {price: 0.01, born: 86400}
              tier: {depth: counts, every: 6h}
              sample: 30%
              committed: born_at
              stop: {differences: 500, share: 5%}
              limits:
                statementTimeout: 30s
                connections: 3
                chunkTime: 5s
                chunkRows: 50_000
                pauseAbove: {threadsRunning: 40, historyList: 1_000, replicaLag: 1m}
            """);

    ReconcileSpec spec = loader(Map.of()).pipeline(folder.toString()).table("users").reconcile();

    assertThat(spec.exclude()).containsExactly("note");
    assertThat(spec.mask()).containsExactly("born", "id");
    assertThat(spec.filter()).isEqualTo("id > 10 AND price < 100");
    assertThat(spec.tolerance())
        .isEqualTo(Map.of("price", new BigDecimal("0.01"), "born", new BigDecimal("86400")));
    assertThat(spec.slices()).isEqualTo(4);
    assertThat(spec.limits())
        .isEqualTo(
            new LimitsSpec(Duration.ofSeconds(30), 40, 1000, 60, 3, Duration.ofSeconds(5), 50_000));
    assertThat(spec.committed()).isEqualTo("born_at");
    assertThat(spec.stop()).isEqualTo(new StopSpec(500, 5));
    assertThat(spec.tier())
        .isEqualTo(new TierSpec(Optional.of("counts"), Optional.of(Duration.ofHours(6))));
  }

  @Test
  void aComparisonThatCannotBeMadeIsRefused() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write(
        "tables/users.yaml",
        TABLE
            + """
              note: text
            reconcile:
              exclude: [id]
              mask: [not]
              filter: id > 10; DROP TABLE x
              tolerance: {id: 1, note: 1, born: -1}
              tier: {depth: deep, every: often}
              sample: 100%
              limits: {statementTimeout: 30, pauseAbove: {threads: 40, historyList: -1}}
            """);

    ConfigException failure =
        Assertions.catchThrowableOfType(
            ConfigException.class, () -> loader(Map.of()).pipeline(folder.toString()));

    assertThat(failure.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "key 'reconcile.exclude' names 'id', which rows are told apart by",
            "key 'reconcile.mask' names column 'not', which is not declared; did you mean"
                + " 'note'?",
            "key 'reconcile.filter' must be one condition, without ; ? # -- and /*",
            "key 'reconcile.limits.statementTimeout' is '30' and must be a time span, such as 30s"
                + " or 5m",
            "unknown key 'reconcile.limits.pauseAbove.threads'",
            "key 'reconcile.limits.pauseAbove.historyList' is '-1' and must be a whole number, 0"
                + " or more",
            "key 'reconcile.sample' is '100%' and must be a share from 1% to 50%, such as 10%",
            "key 'reconcile.tier.depth' is 'deep' and must be one of state, counts, checksums,"
                + " rows, cells",
            "key 'reconcile.tier.every' is 'often' and must be a time span, such as 6h or 1d",
            "key 'reconcile.tolerance.id' has no meaning: rows are told apart by that column",
            "key 'reconcile.tolerance.note' has no meaning: type text is neither a number nor a"
                + " time",
            "key 'reconcile.tolerance.born' is '-1' and must be a number above 0 (seconds for"
                + " times)");
  }

  @Test
  void anOverrideThatIsNoValueIsNamed() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n? [a, b]\n: c\n");
    write("tables/users.yaml", TABLE);

    ConfigException failure =
        Assertions.catchThrowableOfType(
            ConfigException.class,
            () -> loader(Map.of("parallel", "[", "api", "")).pipeline(folder.toString()));

    assertThat(failure.problems())
        .extracting(Problem::message)
        .anySatisfy(message -> assertThat(message).startsWith("'parallel' is not valid YAML"))
        .contains("a key must be plain text");
  }

  @Test
  void overridesAreLaidOverTheFiles() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/users.yaml", TABLE);

    PipelineConfig pipeline =
        loader(
                Map.of(
                    "parallel", "4", "publish.method", "connector", "tables.users.group", "people"))
            .pipeline(folder.toString());

    assertThat(pipeline.parallel()).isEqualTo(4);
    assertThat(pipeline.publishMethod()).isEqualTo(PipelineConfig.PublishMethod.CONNECTOR);
    assertThat(pipeline.table("users").group()).isEqualTo("people");
  }

  @Test
  void overridesOfAtableAreFoundByItsIdAndTheLastOneHolds() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/people.yaml", TABLE.replace("id: users", "id: tokens"));
    Map<String, String> given = new LinkedHashMap<>();
    given.put("tables.tokens.extraction", "{splitRows: 1_000, mode: incremental}");
    given.put("tables.tokens.extraction.mode", "full");
    given.put("tables.tokens.extraction.splitRows", "2_000");

    TableSpec table = loader(given).pipeline(folder.toString()).table("tokens");

    assertThat(table.extraction().mode()).isEqualTo(TableSpec.ExtractionSpec.Mode.FULL);
    assertThat(table.extraction().splitRows()).isEqualTo(2_000);
  }

  @Test
  void everyKeyOfARouteIsRead() {
    write(
        "pipeline.yaml",
        "name: blog\nsource: aurora\nwarehouse: dwh\nserve: {grantTo: [bi, 'group:dash']}\n");
    write(
        "tables/users.yaml",
        TABLE
            + """
            route:
              mode: keep-replica
              maxLag: 20m
              slowLag: 30s
              errors: {rows: 5, share: 0.01, critical: [id]}
              leaveAfter: 4
              returnAfter: 1
              maxFallbackAge: 2d
              maxVerdictAge: 6h
            """);

    PipelineConfig pipeline = loader(Map.of()).pipeline(folder.toString());

    assertThat(pipeline.serve().grantTo()).containsExactly("bi", "group:dash");
    assertThat(pipeline.table("users").route())
        .isEqualTo(
            new RouteSpec(
                RouteSpec.Mode.KEEP_REPLICA,
                Duration.ofMinutes(20),
                Duration.ofSeconds(30),
                Optional.of(5L),
                Optional.of(0.01),
                Set.of("id"),
                4,
                1,
                Duration.ofDays(2),
                Duration.ofHours(6)));
  }

  @Test
  void aRouteThatIsNotDeclaredIsTheStandardOne() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/users.yaml", TABLE);

    assertThat(loader(Map.of()).pipeline(folder.toString()).table("users").route())
        .isEqualTo(RouteSpec.standard());
  }

  @Test
  void mistakesInARouteAreToldTogether() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write(
        "tables/users.yaml",
        TABLE
            + """
            route:
              mode: replica
              slowLag: 20m
              errors: {share: 2, critical: [idd]}
            """);

    ConfigException failure =
        Assertions.catchThrowableOfType(
            ConfigException.class, () -> loader(Map.of()).pipeline(folder.toString()));

    assertThat(failure.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "key 'route.mode' is 'replica' and must be one of keep-replica, use-fallback, block",
            "key 'route.errors.share' is '2' and must be a number from 0 to 1",
            "key 'route.errors.critical' names column 'idd', which is not declared; did you mean"
                + " 'id'?",
            "key 'route.slowLag' must not be more than maxLag, the limit at which the replica is"
                + " left at once");
  }

  @Test
  void aSecretCannotBeSetOnTheCommandLine() {
    write("env.yaml", "state: /tmp\n");

    assertThatThrownBy(
            () ->
                loader(Map.of("env.endpoints.aurora.reader.secret", "hunter2"))
                    .environment(folder + "/env.yaml"))
        .hasMessageContaining("is a secret's place")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void credentialsInAUrlAreRefused() {
    write(
        "env.yaml",
        """
        endpoints:
          dwh:
            type: redshift
            url: jdbc:redshift://h:5439/dev?user=u&password=p
            login: {user: u, secret: letmein}
        lake: {warehouse: s3://b/l, catalog: {type: glue}}
        state: s3://b/s
        """);

    ConfigException failure =
        Assertions.catchThrowableOfType(
            ConfigException.class, () -> loader(Map.of()).environment(folder + "/env.yaml"));

    assertThat(failure.problems())
        .extracting(Problem::line, Problem::message)
        .containsExactlyInAnyOrder(
            Assertions.tuple(
                4,
                "key 'endpoints.dwh.url' holds credentials; give the user as a key and name the"
                    + " secret with 'secret:'"),
            Assertions.tuple(
                5,
                "key 'endpoints.dwh.login.secret': a secret is named by where it is kept: env:NAME,"
                    + " secretsmanager:NAME#key, sandbox:PATH or iam; never the secret itself"));
  }

  @Test
  void whatIsWrongInManyLinesIsSaidOnce() {
    write(
        "env.yaml",
        """
        endpoints:
          api: {type: rest, url: "${sandbox:api.url}"}
          rest: {type: rest, url: "${sandbox:api.url}"}
        lake: {warehouse: s3://b/l, catalog: {type: glue}}
        state: "s3://${sandbox:s3.bucket}/state"
        """);

    assertThatThrownBy(() -> loader(Map.of()).environment(folder + "/env.yaml"))
        .hasMessageContaining(": 1 problem" + System.lineSeparator())
        .hasMessageContaining("env.yaml:2: the sandbox does not run")
        .hasMessageEndingWith(" (and so in lines 3, 5)");
  }

  @Test
  void tablesThatCollideAreRefusedWithAProposal() {
    write("pipeline.yaml", "name: blog\nsource: aurora\nwarehouse: dwh\n");
    write("tables/a.yaml", TABLE);
    write("tables/b.yaml", TABLE.replace("{database: blog}", "{database: Shop, table: users}"));

    assertThatThrownBy(() -> loader(Map.of()).pipeline(folder.toString()))
        .hasMessageContaining("b.yaml:1: id 'users' is taken by")
        .hasMessageContaining("such as 'users_shop'");
  }

  private ConfigLoader loader(Map<String, String> overrides) {
    return new ConfigLoader(
        new LocalConfigSource(),
        new Interpolation(Map.of(), folder.resolve("endpoints.json")),
        overrides);
  }

  private void write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
