package dev.plumbline.core.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.EnvConfig.AlertConfig;
import dev.plumbline.core.config.EnvConfig.Catalog;
import dev.plumbline.core.config.EnvConfig.LakeConfig;
import dev.plumbline.core.config.EnvConfig.S3Config;
import dev.plumbline.core.config.EnvConfig.SparkConfig;
import dev.plumbline.core.config.SecretRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GrantTextTest {
  private static final String KEPT = "secretsmanager:plumbline/db#password";

  @Test
  void anAccountWithAPasswordCanSignInWithTheOneThatIsKept() {
    String text = text(KEPT, Optional.empty(), AlertConfig.none());
    assertThat(text.lines())
        .contains(
            "CREATE USER IF NOT EXISTS 'reads'@'%' IDENTIFIED BY RANDOM PASSWORD REQUIRE SSL;",
            "CREATE USER \"etl\" PASSWORD <the one kept in " + KEPT + ">;");
    assertThat(text)
        .contains("arn:aws:secretsmanager:eu-west-1:*:secret:plumbline/db-??????")
        .doesNotContain("rds-db:connect", "GetClusterCredentials", "rds_configuration");
  }

  @Test
  void anAccountWithATokenHasNoPasswordAndItsRoleMayHaveTheToken() {
    String text = text("iam", Optional.of("shop-production"), AlertConfig.none());
    assertThat(text.lines())
        .contains(
            "CREATE USER IF NOT EXISTS 'reads'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"
                + " REQUIRE SSL;",
            "CREATE USER \"etl\" PASSWORD DISABLE;");
    assertThat(text)
        .contains("\"rds-db:connect\"", "arn:aws:rds-db:eu-west-1:*:dbuser:*/reads")
        .contains("\"redshift:GetClusterCredentials\"", "dbuser:*/etl", "dbname:*/dev")
        .doesNotContain("secretsmanager");
  }

  @Test
  void theReplicaIsReadAndTheOperatorAltersIt() {
    String text = text(KEPT, Optional.of("shop-production"), AlertConfig.none());
    assertThat(text.lines())
        .contains(
            "GRANT SELECT ON `mysql`.`rds_configuration` TO 'reads'@'%';",
            "GRANT USAGE ON DATABASE \"zeroetl\" TO \"etl\";",
            "GRANT USAGE ON SCHEMA \"shop\" TO \"etl\";",
            "GRANT SELECT FOR TABLES IN SCHEMA \"shop\" TO \"etl\";",
            "CREATE USER \"operates\" PASSWORD <the one kept in " + KEPT + ">;",
            "GRANT ALTER ON DATABASE \"zeroetl\" TO \"operates\";");
    assertThat(text)
        .contains(
            "\"redshift:AuthorizeInboundIntegration\"",
            "arn:aws:rds:eu-west-1:ACCOUNT:cluster:shop-production",
            "\"redshift:CreateInboundIntegration\"");
  }

  @Test
  void whoIsToldNeedsARightToo() {
    AlertConfig alerts =
        new AlertConfig(
            Optional.empty(),
            Optional.of(SecretRef.parse("secretsmanager:plumbline/webhook#url")),
            Optional.of("arn:aws:sns:eu-west-1:111122223333:data-oncall"),
            Optional.of("Plumbline"));
    assertThat(text(KEPT, Optional.empty(), alerts))
        .contains("\"cloudwatch:PutMetricData\"", "\"cloudwatch:namespace\" : \"Plumbline\"")
        .contains("\"sns:Publish\"", "arn:aws:sns:eu-west-1:111122223333:data-oncall")
        .contains("secret:plumbline/webhook-??????");
    assertThat(text(KEPT, Optional.empty(), AlertConfig.none()))
        .doesNotContain("cloudwatch", "sns:", "webhook");
  }

  private static String text(String secret, Optional<String> cluster, AlertConfig alerts) {
    Endpoint.MySql source =
        new Endpoint.MySql(
            "aurora", access("jdbc:mysql://db/", "reads", secret), Optional.empty(), cluster);
    Endpoint.Redshift warehouse =
        new Endpoint.Redshift(
            "warehouse",
            access("jdbc:redshift://dw:5439/dev", "etl", secret),
            "default",
            Optional.of("zeroetl"),
            Optional.of(access("jdbc:redshift://dw:5439/dev", "operates", secret)));
    EnvConfig env =
        new EnvConfig(
            "aws",
            Map.of("aurora", source, "warehouse", warehouse),
            new LakeConfig("s3://b/lake", new Catalog.Glue(Optional.empty())),
            new S3Config("eu-west-1", Optional.empty(), Optional.empty()),
            "s3://b/state",
            "s3://b/reports",
            new SparkConfig("", Map.of()),
            alerts);
    return GrantText.of(
        env,
        new GrantText.Use(
            Optional.of(source),
            List.of("shop"),
            true,
            warehouse,
            "dev",
            new TreeMap<>(),
            List.of()));
  }

  private static JdbcAccess access(String url, String user, String secret) {
    return new JdbcAccess(url, new Login(user, SecretRef.parse(secret)), Map.of());
  }
}
