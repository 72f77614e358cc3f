package io.vectorcluster.operator.core;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Numbers in a row, written as runs: {@code "2x0 1x7"} is 0, 0, 7. */
final class Runs {
  private static final Pattern RUN = Pattern.compile("[1-9][0-9]{0,5}x[0-9]{1,18}");

  private Runs() {}

  static String encode(long[] numbers) {
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < numbers.length; ) {
      int to = from;
      while (to < numbers.length && numbers[to] == numbers[from]) {
        to++;
      }
      text.append(from == 0 ? "" : " ").append(to - from).append('x').append(numbers[from]);
      from = to;
    }
    return text.toString();
  }

  /** Reads exactly {@code count} numbers. */
  static long[] decode(String field, String text, int count) {
    long[] numbers = new long[count];
    int at = 0;
    for (String run : text.split(" ", -1)) {
      if (!RUN.matcher(run).matches()) {
        throw new IllegalArgumentException(field + " holds '" + run + "', which is no run");
      }
      int cross = run.indexOf('x');
      int length = Integer.parseInt(run.substring(0, cross));
      if (length > count - at) {
        throw new IllegalArgumentException(field + " has more than " + count + " entries");
      }
      long number = Long.parseLong(run.substring(cross + 1));
      Arrays.fill(numbers, at, at + length, number);
      at += length;
    }
    if (at != count) {
      throw new IllegalArgumentException(field + " has " + at + " entries instead of " + count);
    }
    return numbers;
  }
}
