package dev.plumbline.stores.aws;

import dev.plumbline.core.preflight.ClusterFacts;
import dev.plumbline.core.preflight.ClusterFacts.Integration;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.RdsClientBuilder;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;

/** Asks the RDS API about an Aurora cluster. Reads only. */
public final class ClusterReader {
  private static final String PENDING = "pending-reboot";

  private final String region;
  private final Optional<URI> address;
  private final AwsCredentialsProvider credentials;

  /** A reader that asks AWS as the platform's own identity. */
  public ClusterReader(String region) {
    this(region, Optional.empty(), DefaultCredentialsProvider.create());
  }

  /**
   * @param address of a server that answers in the place of AWS
   */
  ClusterReader(String region, Optional<URI> address, AwsCredentialsProvider credentials) {
    this.region = region;
    this.address = address;
    this.credentials = credentials;
  }

  /**
   * Never fails: an API that does not answer is a finding, too.
   *
   * @param cluster the cluster's identifier
   */
  public ClusterFacts read(String cluster) {
    RdsClientBuilder builder =
        RdsClient.builder().region(Region.of(region)).credentialsProvider(credentials);
    address.ifPresent(builder::endpointOverride);
    try (RdsClient client = builder.build()) {
      return read(client, cluster);
    } catch (SdkException e) {
      return ClusterFacts.silent(cluster, "Cannot ask the RDS API: " + e.getMessage());
    }
  }

  private static ClusterFacts read(RdsClient client, String name) {
    DBCluster cluster =
        client.describeDBClusters(request -> request.dbClusterIdentifier(name)).dbClusters().get(0);
    return new ClusterFacts(
        name,
        Optional.empty(),
        String.valueOf(cluster.status()),
        String.valueOf(cluster.engineVersion()),
        Boolean.TRUE.equals(cluster.storageEncrypted()),
        cluster.backupRetentionPeriod() == null ? 0 : cluster.backupRetentionPeriod(),
        parameters(client, cluster.dbClusterParameterGroup()),
        cluster.dbClusterMembers().stream()
            .map(DBClusterMember::dbClusterParameterGroupStatus)
            .anyMatch(PENDING::equals),
        integrations(client, cluster.dbClusterArn()));
  }

  private static Map<String, String> parameters(RdsClient client, String group) {
    Map<String, String> parameters = new HashMap<>();
    client
        .describeDBClusterParametersPaginator(request -> request.dbClusterParameterGroupName(group))
        .parameters()
        .stream()
        .filter(parameter -> parameter.parameterValue() != null)
        .forEach(
            parameter -> parameters.put(parameter.parameterName(), parameter.parameterValue()));
    return parameters;
  }

  private static List<Integration> integrations(RdsClient client, String arn) {
    return client.describeIntegrationsPaginator(request -> {}).integrations().stream()
        .filter(integration -> arn.equals(integration.sourceArn()))
        .map(
            integration ->
                new Integration(
                    integration.integrationName(),
                    String.valueOf(integration.statusAsString()),
                    integration.errors().stream()
                        .map(error -> error.errorCode() + " " + error.errorMessage())
                        .toList(),
                    integration.dataFilter() == null ? "" : integration.dataFilter()))
        .toList();
  }
}
