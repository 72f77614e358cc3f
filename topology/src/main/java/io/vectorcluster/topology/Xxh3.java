package io.vectorcluster.topology;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * XXH3-64 with seed 0 and the default secret, for inputs of at most 240 bytes.
 *
 * <p>Written after the xxHash specification (Collet, "XXH3 algorithm description": small and medium
 * inputs). Longer inputs, which the specification hashes in stripes, do not occur here and are
 * refused. Hashes are unsigned 64-bit numbers in a long.
 */
final class Xxh3 {

  /** The longest input. */
  static final int MAX_LENGTH = 240;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME64_3 = 0x165667B19E3779F9L;
  private static final long PRIME_MX1 = 0x165667919E3779F9L;
  private static final long PRIME_MX2 = 0x9FB21C651E98DF25L;

  /** The default secret, as far as these lengths read it. */
  private static final byte[] SECRET =
      HexFormat.of()
          .parseHex(
              "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
                  + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
                  + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
                  + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
                  + "eac5ac8334d3ebc3");

  private Xxh3() {}

  static long hash(byte[] input) {
    int length = input.length;
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "input of " + length + " bytes is longer than " + MAX_LENGTH);
    }
    if (length > 128) {
      return avalanche(mixOver128(input));
    }
    if (length > 16) {
      return avalanche(mixUpTo128(input));
    }
    if (length > 8) {
      return hash9To16(input);
    }
    if (length >= 4) {
      return hash4To8(input);
    }
    return length > 0 ? hash1To3(input) : avalancheXxh64(secret(56) ^ secret(64));
  }

  private static long hash1To3(byte[] input) {
    int length = input.length;
    int combined =
        (input[length - 1] & 0xFF)
            | length << 8
            | (input[0] & 0xFF) << 16
            | (input[length >> 1] & 0xFF) << 24;
    int secret = (int) INT.get(SECRET, 0) ^ (int) INT.get(SECRET, 4);
    return avalancheXxh64(Integer.toUnsignedLong(secret ^ combined));
  }

  private static long hash4To8(byte[] input) {
    int length = input.length;
    long first = Integer.toUnsignedLong((int) INT.get(input, 0));
    long last = Integer.toUnsignedLong((int) INT.get(input, length - 4));
    long value = secret(8) ^ secret(16) ^ (last | first << 32);
    value ^= Long.rotateLeft(value, 49) ^ Long.rotateLeft(value, 24);
    value *= PRIME_MX2;
    value ^= (value >>> 35) + length;
    value *= PRIME_MX2;
    return value ^ value >>> 28;
  }

  private static long hash9To16(byte[] input) {
    int length = input.length;
    long low = secret(24) ^ secret(32) ^ word(input, 0);
    long high = secret(40) ^ secret(48) ^ word(input, length - 8);
    return avalanche(length + Long.reverseBytes(low) + high + foldedProduct(low, high));
  }

  /** Pairs of 16-byte chunks, from both ends towards the middle. */
  private static long mixUpTo128(byte[] input) {
    int length = input.length;
    long sum = length * PRIME64_1;
    for (int round = (length - 1) >> 5; round >= 0; round--) {
      sum += mix(input, round * 16, round * 32);
      sum += mix(input, length - round * 16 - 16, round * 32 + 16);
    }
    return sum;
  }

  private static long mixOver128(byte[] input) {
    int length = input.length;
    long sum = length * PRIME64_1;
    for (int chunk = 0; chunk < 8; chunk++) {
      sum += mix(input, chunk * 16, chunk * 16);
    }
    sum = avalanche(sum);
    for (int chunk = 8; chunk < length >> 4; chunk++) {
      sum += mix(input, chunk * 16, (chunk - 8) * 16 + 3);
    }
    return sum + mix(input, length - 16, 119);
  }

  private static long mix(byte[] input, int offset, int secretOffset) {
    return foldedProduct(
        word(input, offset) ^ secret(secretOffset),
        word(input, offset + 8) ^ secret(secretOffset + 8));
  }

  /** The two halves of the 128-bit product, xored. */
  private static long foldedProduct(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }

  private static long avalanche(long value) {
    long mixed = (value ^ value >>> 37) * PRIME_MX1;
    return mixed ^ mixed >>> 32;
  }

  private static long avalancheXxh64(long value) {
    long mixed = (value ^ value >>> 33) * PRIME64_2;
    mixed = (mixed ^ mixed >>> 29) * PRIME64_3;
    return mixed ^ mixed >>> 32;
  }

  private static long word(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  private static long secret(int offset) {
    return word(SECRET, offset);
  }
}
