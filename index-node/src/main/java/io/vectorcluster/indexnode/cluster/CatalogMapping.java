package io.vectorcluster.indexnode.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.wire.v1.VectorSpace;
import java.util.SortedMap;
import java.util.TreeMap;

/** The catalog as a message and as the bytes a node keeps, and back. */
public final class CatalogMapping {

  private CatalogMapping() {}

  public static byte[] toBytes(Catalog catalog) {
    return toMessage(catalog).toByteArray();
  }

  public static Catalog fromBytes(byte[] bytes) {
    try {
      return fromMessage(io.vectorcluster.wire.v1.Catalog.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("catalog: the bytes are not a catalog record", e);
    }
  }

  public static io.vectorcluster.wire.v1.Catalog toMessage(Catalog catalog) {
    io.vectorcluster.wire.v1.Catalog.Builder message =
        io.vectorcluster.wire.v1.Catalog.newBuilder()
            .setVersion(catalog.version())
            .setNextNumber(catalog.nextNumber());
    catalog
        .collections()
        .values()
        .forEach(
            collection ->
                message.addCollections(
                    io.vectorcluster.wire.v1.Collection.newBuilder()
                        .setName(collection.name())
                        .setNumber(collection.number().value())
                        .setConfig(toMessage(collection.config()))));
    return message.build();
  }

  /**
   * The catalog of a message.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static Catalog fromMessage(io.vectorcluster.wire.v1.Catalog message) {
    SortedMap<String, Collection> collections = new TreeMap<>();
    message
        .getCollectionsList()
        .forEach(
            collection ->
                collections.put(
                    collection.getName(),
                    new Collection(
                        collection.getName(),
                        new CollectionNumber(collection.getNumber()),
                        fromMessage(collection.getConfig()))));
    return new Catalog(message.getVersion(), message.getNextNumber(), collections);
  }

  public static io.vectorcluster.wire.v1.CollectionConfig toMessage(CollectionConfig config) {
    io.vectorcluster.wire.v1.CollectionConfig.Builder message =
        io.vectorcluster.wire.v1.CollectionConfig.newBuilder().setRequest(config.request());
    config
        .vectors()
        .forEach(
            (name, params) ->
                message.addVectors(
                    VectorSpace.newBuilder()
                        .setName(name)
                        .setSize(params.size())
                        .setDistance(distance(params.distance()))
                        .setPrecision(precision(params.precision()))
                        .setM(params.hnsw().m())
                        .setEfConstruct(params.hnsw().efConstruct())
                        .setEf(params.hnsw().ef())));
    return message.build();
  }

  public static CollectionConfig fromMessage(io.vectorcluster.wire.v1.CollectionConfig message) {
    SortedMap<String, VectorParams> vectors = new TreeMap<>();
    for (VectorSpace space : message.getVectorsList()) {
      vectors.put(
          space.getName(),
          new VectorParams(
              space.getSize(),
              distance(space),
              precision(space),
              new HnswConfig(space.getM(), space.getEfConstruct(), space.getEf())));
    }
    return new CollectionConfig(vectors, message.getRequest());
  }

  private static io.vectorcluster.wire.v1.Distance distance(Distance distance) {
    return switch (distance) {
      case COSINE -> io.vectorcluster.wire.v1.Distance.DISTANCE_COSINE;
      case DOT -> io.vectorcluster.wire.v1.Distance.DISTANCE_DOT;
      case EUCLID -> io.vectorcluster.wire.v1.Distance.DISTANCE_EUCLID;
      case MANHATTAN -> io.vectorcluster.wire.v1.Distance.DISTANCE_MANHATTAN;
    };
  }

  private static Distance distance(VectorSpace space) {
    return switch (space.getDistance()) {
      case DISTANCE_COSINE -> Distance.COSINE;
      case DISTANCE_DOT -> Distance.DOT;
      case DISTANCE_EUCLID -> Distance.EUCLID;
      case DISTANCE_MANHATTAN -> Distance.MANHATTAN;
      case DISTANCE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "catalog: distance %d is unknown to this release"
                  .formatted(space.getDistanceValue()));
    };
  }

  private static io.vectorcluster.wire.v1.Precision precision(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> io.vectorcluster.wire.v1.Precision.PRECISION_FLOAT32;
      case FLOAT16 -> io.vectorcluster.wire.v1.Precision.PRECISION_FLOAT16;
      case BFLOAT16 -> io.vectorcluster.wire.v1.Precision.PRECISION_BFLOAT16;
      case INT8 -> io.vectorcluster.wire.v1.Precision.PRECISION_INT8;
      case BINARY -> io.vectorcluster.wire.v1.Precision.PRECISION_BINARY;
    };
  }

  private static Precision precision(VectorSpace space) {
    return switch (space.getPrecision()) {
      case PRECISION_FLOAT32 -> Precision.FLOAT32;
      case PRECISION_FLOAT16 -> Precision.FLOAT16;
      case PRECISION_BFLOAT16 -> Precision.BFLOAT16;
      case PRECISION_INT8 -> Precision.INT8;
      case PRECISION_BINARY -> Precision.BINARY;
      case PRECISION_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "catalog: precision %d is unknown to this release"
                  .formatted(space.getPrecisionValue()));
    };
  }
}
