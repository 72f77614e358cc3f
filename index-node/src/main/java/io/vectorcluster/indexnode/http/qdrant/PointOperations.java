package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.WriteReceipt;
import io.vectorcluster.indexnode.http.web.Request;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.util.List;

/** Points: upsert, delete, retrieve, scroll, count. */
final class PointOperations {
  private static final PointWriter WHOLE = new PointWriter(PayloadChoice.of(true), true);

  private final DataService service;
  private final long answerBytes;

  PointOperations(DataService service, long answerBytes) {
    this.service = service;
    this.answerBytes = answerBytes;
  }

  Reply upsert(Request request, Parameters parameters) {
    return write(request, parameters, UpsertBody.parse(request.body()));
  }

  Reply delete(Request request, Parameters parameters) {
    return write(request, parameters, PointsBody.delete(request.body()));
  }

  private Reply write(Request request, Parameters parameters, List<Mutation> mutations) {
    if (mutations.isEmpty()) {
      return new Reply.Failed(400, "Wrong input: Empty update request");
    }
    String collection = CollectionOperations.name(request);
    return Reply.ofCollection(
        collection,
        service.write(collection, mutations, parameters.untilDone(), parameters.deadline()),
        receipt -> written(receipt, parameters.untilDone()));
  }

  private static Reply written(WriteReceipt receipt, boolean waited) {
    String status = waited && receipt.completed() ? "completed" : "acknowledged";
    return Reply.done(
        out -> {
          out.writeStartObject();
          out.writeNumberField("operation_id", receipt.sequence());
          out.writeStringField("status", status);
          out.writeEndObject();
        });
  }

  Reply retrieve(Request request, Parameters parameters) {
    PointsBody.Retrieve body = PointsBody.retrieve(request.body());
    PointWriter writer = PointWriter.of(body.payload(), body.selection());
    String collection = CollectionOperations.name(request);
    checkLength(collection, body.selection(), body.ids().size());
    return Reply.ofCollection(
        collection,
        service.retrieve(
            collection,
            body.ids(),
            body.selection(),
            parameters.consistency(),
            parameters.deadline()),
        points -> Reply.done(out -> writer.records(out, points)));
  }

  Reply get(Request request, Parameters parameters) {
    PointId id = PointIds.ofSegment(request.segment("id"));
    String collection = CollectionOperations.name(request);
    return Reply.ofCollection(
        collection,
        service.retrieve(
            collection,
            List.of(id),
            Selection.ALL,
            parameters.consistency(),
            parameters.deadline()),
        points ->
            points.isEmpty()
                ? new Reply.Failed(404, "Not found: Point with id " + id + " does not exists!")
                : Reply.done(out -> WHOLE.record(out, points.getFirst())));
  }

  Reply scroll(Request request, Parameters parameters) {
    PointsBody.Scroll body = PointsBody.scroll(request.body());
    PointWriter writer = PointWriter.of(body.payload(), body.query().selection());
    String collection = CollectionOperations.name(request);
    checkLength(collection, body.query().selection(), body.query().limit());
    return Reply.ofCollection(
        collection,
        service.scroll(collection, body.query(), parameters.deadline()),
        page -> Reply.done(out -> page(out, page, writer)));
  }

  private static void page(JsonGenerator out, ScrollPage page, PointWriter writer)
      throws IOException {
    out.writeStartObject();
    out.writeFieldName("points");
    writer.records(out, page.points());
    out.writeFieldName("next_page_offset");
    if (page.next().isPresent()) {
      PointWriter.id(out, page.next().get());
    } else {
      out.writeNull();
    }
    out.writeEndObject();
  }

  private void checkLength(String collection, Selection selection, int points) {
    service
        .catalog()
        .find(collection)
        .ifPresent(c -> AnswerBytes.check(c.config(), selection, points, answerBytes));
  }

  Reply count(Request request, Parameters parameters) {
    PointsBody.count(request.body());
    String collection = CollectionOperations.name(request);
    return Reply.ofCollection(
        collection,
        service.count(collection, parameters.deadline()),
        count ->
            Reply.done(
                out -> {
                  out.writeStartObject();
                  out.writeNumberField("count", count);
                  out.writeEndObject();
                }));
  }
}
