package io.vectorcluster.testbed;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An extension that starts a cluster before the class and resolves parameters of type {@link
 * ClusterAccess}.
 */
abstract class ClusterParameter implements BeforeAllCallback, ParameterResolver {
  static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ClusterParameter.class);

  /**
   * The access of the class's cluster, started on the first call and the same on each further one.
   */
  abstract ClusterAccess access(ExtensionContext context);

  /**
   * Starts here and not with the first parameter, so that a failure to start is the class's and not
   * a test's.
   */
  @Override
  public final void beforeAll(ExtensionContext context) {
    access(context);
  }

  @Override
  public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ClusterAccess.class;
  }

  @Override
  public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return access(context);
  }
}
