package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;

/** A slot of a collection. */
record SlotKey(CollectionNumber collection, int slot) {}
