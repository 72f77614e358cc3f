package io.vectorcluster.operator.core;

import java.util.Arrays;

/**
 * Numbers in a row, each written with as many digits of base 64 as the largest needs: {@code
 * "1:021"} is 0, 2, 1. The first ten digits are those of people.
 */
final class Digits {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  private static final int BITS = 6;

  /** As many as a positive number of 64 bits has. */
  private static final int MOST_DIGITS = 11;

  private Digits() {}

  /** Of numbers that are 0 or greater. */
  static String encode(long[] numbers) {
    long largest = Arrays.stream(numbers).max().orElse(0);
    int width = Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(largest), BITS));
    StringBuilder text = new StringBuilder(numbers.length * width + 3).append(width).append(':');
    for (long number : numbers) {
      for (int digit = width - 1; digit >= 0; digit--) {
        text.append(ALPHABET.charAt((int) (number >>> (BITS * digit) & (ALPHABET.length() - 1))));
      }
    }
    return text.toString();
  }

  /** Reads exactly {@code count} numbers. */
  static long[] decode(String field, String text, int count) {
    int colon = text.indexOf(':');
    String before = text.substring(0, Math.max(0, colon));
    if (!before.matches("[1-9][0-9]?") || Integer.parseInt(before) > MOST_DIGITS) {
      throw new IllegalArgumentException(
          "%s begins with '%s' instead of how many digits a number has, 1 to %d"
              .formatted(field, before, MOST_DIGITS));
    }
    int width = Integer.parseInt(before);
    int digits = text.length() - colon - 1;
    if (digits != width * count) {
      throw new IllegalArgumentException(
          "%s has %d digits instead of %d times %d".formatted(field, digits, count, width));
    }
    long[] numbers = new long[count];
    for (int i = 0; i < digits; i++) {
      char digit = text.charAt(colon + 1 + i);
      int value = ALPHABET.indexOf(digit);
      if (value < 0 || numbers[i / width] > Long.MAX_VALUE >>> BITS) {
        throw new IllegalArgumentException(
            "%s has '%s' where no such digit can be".formatted(field, digit));
      }
      numbers[i / width] = numbers[i / width] << BITS | value;
    }
    return numbers;
  }
}
