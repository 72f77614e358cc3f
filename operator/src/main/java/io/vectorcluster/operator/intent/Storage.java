package io.vectorcluster.operator.intent;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Optional;

/** The volume of each pod. */
public record Storage(
    Quantity size,
    Optional<String> storageClassName,
    Retention whenDeleted,
    Retention whenScaled) {}
