package dev.plumbline.core.reconcile.judge;

/** Takes every difference as it is found, such as into a file. */
@FunctionalInterface
public interface DifferenceSink {
  void accept(Difference difference);
}
