package io.vectorcluster.testbed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test class a whole Kubernetes: the one KUBECONFIG names, or where it is not set one of
 * the testbed, which all classes of the JVM share and which ends with it. Constructors and methods
 * may take a {@link ClusterAccess}. Use a namespace of your own: other classes see the same
 * cluster.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(KubernetesClusterExtension.class)
public @interface KubernetesCluster {
  /**
   * How many nodes a testbed cluster has; classes that ask for different numbers get different
   * clusters.
   */
  int nodes() default 1;
}
