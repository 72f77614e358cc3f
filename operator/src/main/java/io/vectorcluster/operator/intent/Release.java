package io.vectorcluster.operator.intent;

/**
 * The index node a new cluster is born with.
 *
 * @param imageRepository without a tag
 * @param version the tag, and what status shows
 */
public record Release(String imageRepository, String version) {

  public Release {
    if (imageRepository.isBlank() || version.isBlank()) {
      throw new IllegalArgumentException(
          "index node image '"
              + imageRepository
              + "' with version '"
              + version
              + "': set both, in the chart as indexNode.image.repository and indexNode.image.tag");
    }
  }
}
