package io.vectorcluster.operator.kubernetes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What the operator's own probes say. */
@ApplicationScoped
public class Probes {
  private final OperatorService operator;

  public Probes(OperatorService operator) {
    this.operator = operator;
  }

  /** An informer that has stopped for good does not come back without a restart. */
  @Produces
  @Liveness
  HealthCheck informers() {
    return () ->
        HealthCheckResponse.named("informers")
            .status(!operator.info().isStarted() || operator.info().allEventSourcesAreHealthy())
            .build();
  }

  @Produces
  @Readiness
  HealthCheck started() {
    return () -> HealthCheckResponse.named("started").status(operator.info().isStarted()).build();
  }
}
