package io.vectorcluster.indexnode.replication.points;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mistake made on purpose, to see that the checks find it; or none. */
public record Mistake(@Nullable Enum<?> broken) {
  public static final Mistake NONE = new Mistake(null);

  /** One for each rule or flaw. */
  public static Stream<Mistake> each(Enum<?>... rules) {
    return Arrays.stream(rules).map(Mistake::new);
  }

  public boolean is(PointsFlaw flaw) {
    return broken == flaw;
  }

  /** The rule of a kind that is broken; null if none is. */
  public <R extends Enum<R>> @Nullable R broken(Class<R> kind) {
    return kind.isInstance(broken) ? kind.cast(broken) : null;
  }

  @Override
  public String toString() {
    return broken == null ? "NONE" : broken.name();
  }
}
