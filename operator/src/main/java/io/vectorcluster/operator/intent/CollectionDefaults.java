package io.vectorcluster.operator.intent;

/**
 * For collections whose create request does not say.
 *
 * @param m links a node of the graph keeps in each layer
 * @param efConstruct candidates kept while a point is inserted
 * @param ef candidates kept while searching
 */
public record CollectionDefaults(Precision precision, int m, int efConstruct, int ef) {}
