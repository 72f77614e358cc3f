package io.vectorcluster.operator.core;

import java.util.List;

/** Amounts of bytes for people. */
public final class Bytes {
  private static final List<String> UNITS = List.of("Ki", "Mi", "Gi", "Ti", "Pi");
  private static final long STEP = 1024;

  private Bytes() {}

  /** Three or four digits and a unit, rounded up. */
  public static String text(long bytes) {
    long amount = Math.ceilDiv(bytes, STEP);
    int unit = 0;
    while (amount >= 10 * STEP && unit < UNITS.size() - 1) {
      amount = Math.ceilDiv(amount, STEP);
      unit++;
    }
    return amount + UNITS.get(unit);
  }
}
