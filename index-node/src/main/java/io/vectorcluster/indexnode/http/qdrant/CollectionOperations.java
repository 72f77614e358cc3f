package io.vectorcluster.indexnode.http.qdrant;

import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionDefaults;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.http.web.Request;
import java.util.List;
import java.util.function.Supplier;

/** Collections: list, look, create, delete. */
final class CollectionOperations {
  private final DataService service;
  private final Supplier<CollectionDefaults> defaults;

  CollectionOperations(DataService service, Supplier<CollectionDefaults> defaults) {
    this.service = service;
    this.defaults = defaults;
  }

  Reply list(Request request, Parameters parameters) {
    List<String> names = List.copyOf(service.catalog().collections().keySet());
    return Reply.done(
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("collections");
          for (String name : names) {
            out.writeStartObject();
            out.writeStringField("name", name);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  /** There are no aliases yet, so the list of them is empty. */
  Reply aliases(Request request, Parameters parameters) {
    return Reply.done(
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("aliases");
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  Reply exists(Request request, Parameters parameters) {
    return switch (service.find(name(request), parameters.deadline())) {
      case Outcome.Done<Collection> _ -> exists(true);
      case Outcome.Rejected<Collection>(Outcome.Reason reason, String _)
          when reason == Outcome.Reason.NOT_FOUND ->
          exists(false);
      case Outcome.Rejected<Collection> rejected -> Reply.of(rejected, _ -> exists(false));
    };
  }

  Reply info(Request request, Parameters parameters) {
    String name = name(request);
    return Reply.ofCollection(
        name,
        service.info(name, parameters.deadline()),
        info -> Reply.done(out -> CollectionWriter.info(out, info)));
  }

  Reply create(Request request, Parameters parameters) {
    String name = name(request);
    CollectionConfig config = CreateBody.parse(request.body(), defaults.get());
    try {
      var _ = new Collection(name, new CollectionNumber(1), config);
    } catch (IllegalArgumentException e) {
      throw BadRequest.validation(String.valueOf(e.getMessage()));
    }
    Outcome<Collection> outcome = service.createCollection(name, config, parameters.deadline());
    return outcome instanceof Outcome.Rejected<Collection>(Outcome.Reason reason, String _)
            && reason == Outcome.Reason.CONFLICT
        ? new Reply.Failed(409, "Wrong input: Collection `" + name + "` already exists!")
        : Reply.of(outcome, _ -> Reply.of(true));
  }

  /** Nothing of a collection can change yet, so only the request to change nothing succeeds. */
  Reply update(Request request, Parameters parameters) {
    String name = name(request);
    boolean _ =
        JsonBody.read(
            request.body(),
            json -> {
              json.object(json::unsupported);
              return true;
            });
    return Reply.ofCollection(name, service.find(name, parameters.deadline()), _ -> Reply.of(true));
  }

  Reply delete(Request request, Parameters parameters) {
    Outcome<Boolean> outcome = service.deleteCollection(name(request), parameters.deadline());
    return outcome instanceof Outcome.Rejected<Boolean>(Outcome.Reason reason, String _)
            && reason == Outcome.Reason.NOT_FOUND
        ? Reply.of(false)
        : Reply.of(outcome, Reply::of);
  }

  private static Reply exists(boolean exists) {
    return Reply.done(
        out -> {
          out.writeStartObject();
          out.writeBooleanField("exists", exists);
          out.writeEndObject();
        });
  }

  static String name(Request request) {
    return request.segment("collection");
  }
}
