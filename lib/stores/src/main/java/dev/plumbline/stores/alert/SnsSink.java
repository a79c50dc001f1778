package dev.plumbline.stores.alert;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/** Publishes each alert to a topic. */
final class SnsSink implements AlertSink {
  /** SNS takes subjects of up to 100 characters (SNS API reference, Publish). */
  private static final int SUBJECT = 100;

  private final String topic;
  private final String region;

  SnsSink(String topic, String region) {
    this.topic = topic;
    this.region = region;
  }

  @Override
  public String name() {
    return "SNS topic " + topic;
  }

  @Override
  public void tell(Alert alert) {
    String subject = "[" + alert.level() + "] plumbline " + alert.pipeline() + " " + alert.group();
    try (SnsClient client = SnsClient.builder().region(Region.of(region)).build()) {
      client.publish(
          request ->
              request
                  .topicArn(topic)
                  .subject(subject.substring(0, Math.min(SUBJECT, subject.length())))
                  .message(alert.text()));
    }
  }
}
