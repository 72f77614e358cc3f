package io.vectorcluster.indexnode.http.web;

import io.vectorcluster.indexnode.http.access.Access;
import io.vectorcluster.indexnode.http.access.Role;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The routes of one server. Each says which role it needs; what is not a route is refused like one
 * that needs a role, so that nobody learns more by asking for what does not exist.
 */
public final class Routes {
  private final Router router;
  private final Frame frame;

  /** What all exchanges of a server have in common. */
  record Frame(
      Access access,
      Admission admission,
      HttpLimits limits,
      ErrorStyle errors,
      RequestMeter meter,
      InstantSource clock) {}

  public Routes(
      Router router,
      Access access,
      Admission admission,
      HttpLimits limits,
      ErrorStyle errors,
      RequestMeter meter,
      InstantSource clock) {
    this.router = router;
    this.frame = new Frame(access, admission, limits, errors, meter, clock);
  }

  /**
   * Adds a route that needs a role.
   *
   * @param path with parameters as {@code :name}; a slash at the end is tolerated
   * @param name of the operation, for metrics
   */
  public Routes add(HttpMethod method, String path, Role role, String name, Operation operation) {
    Route route = new Route(name, Optional.of(role), operation);
    router.route(method, path).handler(context -> new Exchange(context, frame, route).begin());
    return this;
  }

  /** A route that everybody may use, for probes: a kubelet has no key. */
  public Routes addOpen(String path, String name, Operation operation) {
    Route route = new Route(name, Optional.empty(), operation);
    router
        .route(HttpMethod.GET, path)
        .handler(context -> new Exchange(context, frame, route).begin());
    return this;
  }

  /** To be called last: answers everything that is not a route with 404. */
  public void close() {
    Route unknown =
        new Route(
            "unknown",
            Optional.of(Role.READ),
            _ -> frame.errors().error(404, "Not found: there is no such endpoint"));
    router.route().handler(context -> new Exchange(context, frame, unknown).begin());
  }

  record Route(String name, Optional<Role> role, Operation operation) {}
}
