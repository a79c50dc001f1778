package dev.plumbline.stores.alert;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Puts the numbers of each pass as metrics, by pipeline and table. */
final class CloudWatchSink implements AlertSink {
  /** PutMetricData takes up to 1,000 metrics at once (CloudWatch API reference). */
  private static final int AT_ONCE = 1_000;

  private final String namespace;
  private final String region;

  CloudWatchSink(String namespace, String region) {
    this.namespace = namespace;
    this.region = region;
  }

  @Override
  public String name() {
    return "CloudWatch";
  }

  @Override
  public void put(List<Metric> metrics) {
    try (CloudWatchClient client = CloudWatchClient.builder().region(Region.of(region)).build()) {
      for (int from = 0; from < metrics.size(); from += AT_ONCE) {
        List<MetricDatum> data =
            metrics.subList(from, Math.min(metrics.size(), from + AT_ONCE)).stream()
                .map(CloudWatchSink::datum)
                .toList();
        client.putMetricData(request -> request.namespace(namespace).metricData(data));
      }
    }
  }

  private static MetricDatum datum(Metric metric) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(Dimension.builder().name("Pipeline").value(metric.pipeline()).build());
    if (!metric.table().isEmpty()) {
      dimensions.add(Dimension.builder().name("Table").value(metric.table()).build());
    }
    return MetricDatum.builder()
        .metricName(metric.name())
        .dimensions(dimensions)
        .value(metric.value())
        .unit(StandardUnit.fromValue(metric.unit()))
        .build();
  }
}
