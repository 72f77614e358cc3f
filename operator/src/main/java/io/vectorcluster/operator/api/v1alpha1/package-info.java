/**
 * The custom resources as they stand in the API: every field is optional, choices are texts and
 * nothing is checked, so that one odd object cannot keep the others from being read. The parser of
 * the intent makes checked values of them. The CRDs in crds/ are the source of the schema.
 */
@NullMarked
package io.vectorcluster.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
