package dev.plumbline.stores.alert;

import java.util.List;

/** Somewhere that alerts or metrics go. A sink that fails throws; the others are still told. */
public interface AlertSink {
  /** What it is called in a message that says it failed. */
  String name();

  /** Tells of one alert. */
  default void tell(Alert alert) throws Exception {}

  /** Puts the numbers of one pass. */
  default void put(List<Metric> metrics) throws Exception {}
}
