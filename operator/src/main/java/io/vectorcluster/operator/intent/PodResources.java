package io.vectorcluster.operator.intent;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Requests and limits of a pod's container; the memory limit is always there. */
public record PodResources(
    SortedMap<String, Quantity> requests, SortedMap<String, Quantity> limits) {

  public PodResources {
    requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
  }
}
