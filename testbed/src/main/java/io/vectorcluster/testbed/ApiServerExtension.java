package io.vectorcluster.testbed;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs {@code testbed apiserver} for the length of a test class. See {@link ApiServer}. */
public final class ApiServerExtension extends ClusterParameter {
  @Override
  ClusterAccess access(ExtensionContext context) {
    Class<?> outermost = outermost(context.getRequiredTestClass());
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(outermost, type -> Running.start(), Running.class)
        .access();
  }

  /** Nested classes share the server of the class around them. */
  private static Class<?> outermost(Class<?> type) {
    Class<?> enclosing = type.getEnclosingClass();
    return enclosing == null ? type : outermost(enclosing);
  }

  /** JUnit closes it with the context that holds it. */
  private record Running(ClusterAccess access, String slot, TestbedCommand testbed)
      implements AutoCloseable {
    static Running start() {
      TestbedCommand testbed = TestbedCommand.find();
      Map<String, String> answer =
          testbed.run(Optional.empty(), "apiserver", "up", "--owner", TestbedCommand.ownPid());
      ClusterAccess access = TestbedCommand.accessOf(answer, Optional.empty());
      return new Running(access, TestbedCommand.value(answer, "slot"), testbed);
    }

    @Override
    public void close() {
      testbed.run(Optional.empty(), "apiserver", "down", slot);
    }
  }
}
