package dev.plumbline.jobs.compare;

import dev.plumbline.core.reconcile.measure.RowKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in the key space differing keys lie. Holds as many keys as a comparison reads before it
 * calls two copies very different.
 */
final class KeySpread {
  private static final int SPANS = 40;

  private final boolean numeric;
  private final List<BigInteger> keys = new ArrayList<>();

  KeySpread(boolean numeric) {
    this.numeric = numeric;
  }

  void add(RowKey key) {
    if (numeric && key.values().get(0) != null) {
      keys.add(new BigInteger(key.values().get(0)));
    }
  }

  String least() {
    return keys.stream().min(BigInteger::compareTo).map(BigInteger::toString).orElse("");
  }

  String greatest() {
    return keys.stream().max(BigInteger::compareTo).map(BigInteger::toString).orElse("");
  }

  /** Keys per span, from the least to the greatest. */
  List<Long> spans() {
    if (keys.isEmpty()) {
      return List.of();
    }
    BigInteger least = new BigInteger(least());
    BigInteger width = new BigInteger(greatest()).subtract(least).add(BigInteger.ONE);
    long[] counts = new long[SPANS];
    for (BigInteger key : keys) {
      BigInteger span = key.subtract(least).multiply(BigInteger.valueOf(SPANS)).divide(width);
      counts[span.intValueExact()]++;
    }
    List<Long> spans = new ArrayList<>(SPANS);
    for (long count : counts) {
      spans.add(count);
    }
    return spans;
  }
}
