/**
 * The complete Kubernetes objects of a cluster as a pure function of what is wanted, and how a
 * rendered object is compared with the one in the cluster: by the fields the operator owns, so that
 * nothing is written at rest and what others own stays.
 */
@NullMarked
package io.vectorcluster.operator.resources;

import org.jspecify.annotations.NullMarked;
