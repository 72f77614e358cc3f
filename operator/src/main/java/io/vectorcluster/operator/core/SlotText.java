package io.vectorcluster.operator.core;

/**
 * A number of each slot as text: runs or digits, whichever is shorter. Digits bound what a record
 * can come to, however the slots are mixed; the terms of a cluster at rest are a few runs.
 */
final class SlotText {
  private SlotText() {}

  static String encode(long[] numbers) {
    String runs = Runs.encode(numbers);
    String digits = Digits.encode(numbers);
    return runs.length() <= digits.length() ? runs : digits;
  }

  /** Reads exactly {@code count} numbers. */
  static long[] decode(String field, String text, int count) {
    return text.indexOf(':') >= 0
        ? Digits.decode(field, text, count)
        : Runs.decode(field, text, count);
  }
}
