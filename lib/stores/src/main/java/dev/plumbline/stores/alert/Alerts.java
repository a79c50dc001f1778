package dev.plumbline.stores.alert;

import dev.plumbline.core.config.EnvConfig.AlertConfig;
import dev.plumbline.stores.aws.Secrets;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All places that an environment names. One that fails is noted and does not stop the others. */
public final class Alerts {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  private final List<AlertSink> sinks;

  public Alerts(List<AlertSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** Those of the environment. */
  public static Alerts of(AlertConfig config, Secrets secrets, String region) {
    List<AlertSink> sinks = new ArrayList<>();
    config.file().ifPresent(file -> sinks.add(new FileSink(Path.of(file))));
    config
        .webhook()
        .ifPresent(
            ref -> sinks.add(new WebhookSink(() -> URI.create(secrets.resolve(ref).reveal()))));
    config.snsTopic().ifPresent(topic -> sinks.add(new SnsSink(topic, region)));
    config
        .cloudWatchNamespace()
        .ifPresent(namespace -> sinks.add(new CloudWatchSink(namespace, region)));
    return new Alerts(sinks);
  }

  /**
   * Tells all of them.
   *
   * @return what failed, a line each
   */
  public List<String> tell(Alert alert) {
    return each(sink -> sink.tell(alert));
  }

  /** Puts the numbers everywhere; what failed, a line each. */
  public List<String> put(List<Metric> metrics) {
    return each(sink -> sink.put(metrics));
  }

  private interface Call {
    void on(AlertSink sink) throws Exception;
  }

  private List<String> each(Call call) {
    List<String> failed = new ArrayList<>();
    for (AlertSink sink : sinks) {
      try {
        call.on(sink);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed.add("Cannot tell " + sink.name() + ": interrupted");
      } catch (Exception e) {
        LOG.warn("Cannot tell {}", sink.name(), e);
        failed.add("Cannot tell " + sink.name() + ": " + e.getMessage());
      }
    }
    return failed;
  }
}
