package io.vectorcluster.operator.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** What an administrator sets; the chart passes it as environment variables. */
@ConfigMapping(prefix = "vectorcluster")
public interface OperatorSettings {

  /** The index node new clusters are born with. */
  @WithName("index-node")
  IndexNode indexNode();

  /** Namespaces to watch; without any, all. */
  Optional<List<String>> namespaces();

  @WithName("leader-election")
  LeaderElection leaderElection();

  /** An image. */
  interface IndexNode {
    /** Without a tag. */
    String image();

    /** The tag. */
    String version();
  }

  /** Of several operators one works at a time. */
  interface LeaderElection {
    @WithDefault("false")
    boolean enabled();

    /** Where the Lease is; without it, the namespace the operator runs in. */
    Optional<String> namespace();

    /** The pod's name: a container that starts again in its pod need not wait for its own Lease. */
    Optional<String> identity();
  }
}
