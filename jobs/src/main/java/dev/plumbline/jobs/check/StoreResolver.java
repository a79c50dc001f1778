package dev.plumbline.jobs.check;

import dev.plumbline.core.config.Endpoint;
import dev.plumbline.core.config.Endpoint.JdbcAccess;
import dev.plumbline.core.config.Endpoint.Login;
import dev.plumbline.core.config.EnvConfig;
import dev.plumbline.core.config.SecretRef;
import dev.plumbline.core.run.ExitCode;
import dev.plumbline.core.run.PlumblineException;
import dev.plumbline.jobs.cli.StorePairOptions;
import dev.plumbline.stores.aws.Secrets;
import dev.plumbline.stores.redshift.RedshiftErrors;
import dev.plumbline.stores.redshift.RedshiftSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the two stores that a command line names. */
public final class StoreResolver {
  private static final String REPLICA = "replica";
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i).*([?&;](user|uid|password|pwd)=|//[^/]*@).*");

  private final StorePairOptions options;
  private final EnvConfig env;
  private final Secrets secrets;
  private final Map<String, String> environment;
  private SparkInCheck spark;

  /**
   * @param environment the process's environment variables
   */
  public StoreResolver(
      StorePairOptions options, EnvConfig env, Secrets secrets, Map<String, String> environment) {
    this.options = options;
    this.env = env;
    this.secrets = secrets;
    this.environment = environment;
  }

  /**
   * @throws PlumblineException exit 2 when the command names too little, or what is not there
   */
  public StorePair resolve() {
    String source =
        options.source().orElseThrow(() -> usage("name the store to compare with: --source"));
    CheckedStore left = store(source, "SOURCE");
    boolean replica =
        options.integration().isPresent() || options.target().filter(REPLICA::equals).isPresent();
    if (!replica) {
      String target =
          options.target().orElseThrow(() -> usage("name the store that is compared: --target"));
      return new StorePair(left, store(target, "TARGET"), Optional.empty());
    }
    if (!(left instanceof MySqlStore mySql)) {
      throw usage("zero-ETL replicates MySQL, and --source " + left.name() + " is none");
    }
    RedshiftStore warehouse = warehouse();
    return new StorePair(left, warehouse, Optional.of(new StorePair.Replica(mySql, warehouse)));
  }

  /** The warehouse of the replica, in which the integration's database is another one. */
  private RedshiftStore warehouse() {
    Endpoint.Redshift endpoint = warehouseEndpoint();
    String database =
        options
            .integration()
            .map(name -> integrationDatabase(endpoint, name))
            .or(endpoint::integrationDatabase)
            .orElseThrow(
                () ->
                    usage(
                        "endpoint "
                            + endpoint.name()
                            + " names no integrationDatabase; name it with --integration"));
    return new RedshiftStore(endpoint.withIntegration(database), Optional.of(database), secrets);
  }

  private Endpoint.Redshift warehouseEndpoint() {
    Optional<String> named = options.target().filter(name -> !name.equals(REPLICA));
    if (named.isPresent()) {
      if (store(named.get(), "TARGET") instanceof RedshiftStore redshift) {
        return redshift.endpoint();
      }
      throw usage("an integration fills a Redshift warehouse, and " + named.get() + " is none");
    }
    List<Endpoint.Redshift> all =
        env.endpoints().values().stream()
            .filter(Endpoint.Redshift.class::isInstance)
            .map(Endpoint.Redshift.class::cast)
            .filter(
                one -> options.integration().isPresent() || one.integrationDatabase().isPresent())
            .toList();
    if (all.size() != 1) {
      throw usage(
          all.isEmpty()
              ? "environment " + env.name() + " has no Redshift endpoint with a replica"
              : "several warehouses have a replica; name one with --target and --integration: "
                  + String.join(", ", all.stream().map(Endpoint::name).sorted().toList()));
    }
    return all.get(0);
  }

  /** The database that an integration fills; a name that is no integration's is a database's. */
  private String integrationDatabase(Endpoint.Redshift endpoint, String name) {
    RedshiftStore store = new RedshiftStore(endpoint, Optional.empty(), secrets);
    try (RedshiftSession session = store.open()) {
      return session.query("SELECT integration_id, target_database FROM svv_integration").stream()
          .filter(row -> row.text("integration_id").filter(name::equals).isPresent())
          .flatMap(row -> row.text("target_database").stream())
          .findFirst()
          .orElse(name);
    } catch (SQLException e) {
      throw usage("SVV_INTEGRATION cannot be read: " + RedshiftErrors.text(e));
    }
  }

  private CheckedStore store(String text, String side) {
    if (text.equals(LakeStore.NAME) && !env.endpoints().containsKey(text)) {
      return lake();
    }
    return text.contains("://") ? byUrl(text, side) : byName(text);
  }

  /** Both sides may be tables of the one lake. */
  private CheckedStore lake() {
    if (env.lake() == null) {
      throw usage("environment " + env.name() + " has no lake");
    }
    if (spark == null) {
      spark = new SparkInCheck(env, secrets);
    }
    return new LakeStore(spark);
  }

  private CheckedStore byName(String name) {
    Endpoint endpoint = env.endpoint(name, Endpoint.class);
    if (endpoint instanceof Endpoint.MySql mySql) {
      return new MySqlStore(mySql, secrets);
    }
    if (endpoint instanceof Endpoint.Redshift redshift) {
      return new RedshiftStore(redshift, Optional.empty(), secrets);
    }
    if (endpoint instanceof Endpoint.Postgres postgres) {
      return new PostgresStore(postgres, secrets);
    }
    throw usage("endpoint '" + name + "' is no database");
  }

  private CheckedStore byUrl(String text, String side) {
    if (CREDENTIALS.matcher(text).matches()) {
      throw usage(
          "the URL of --"
              + side.toLowerCase(java.util.Locale.ROOT)
              + " holds credentials; put them into PLUMBLINE_"
              + side
              + "_USER and PLUMBLINE_"
              + side
              + "_PASSWORD");
    }
    String url = text.startsWith("jdbc:") ? text : "jdbc:" + text;
    String place = url.replaceFirst("^[^/]*//", "").replaceFirst("[?;].*", "");
    JdbcAccess access = new JdbcAccess(url, login(side), Map.of());
    if (url.startsWith("jdbc:mysql:")) {
      return new MySqlStore(
          new Endpoint.MySql(place, access, Optional.empty(), Optional.empty()), secrets);
    }
    if (url.startsWith("jdbc:redshift:")) {
      return new RedshiftStore(
          new Endpoint.Redshift(place, access, "default", Optional.empty()),
          Optional.empty(),
          secrets);
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return new PostgresStore(new Endpoint.Postgres(place, access), secrets);
    }
    throw usage(
        "'"
            + place
            + "' is no URL of a store: it begins with mysql://, redshift:// or postgresql://");
  }

  private Login login(String side) {
    String name = "PLUMBLINE_" + side + "_USER";
    String user = environment.get(name);
    if (user == null) {
      throw usage("environment variable " + name + " is not set");
    }
    return new Login(user, new SecretRef(SecretRef.Scheme.ENV, "PLUMBLINE_" + side + "_PASSWORD"));
  }

  private static PlumblineException usage(String reason) {
    return new PlumblineException(ExitCode.USAGE, "Cannot compare: " + reason);
  }
}
