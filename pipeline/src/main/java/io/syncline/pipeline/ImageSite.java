package io.syncline.pipeline;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A place in a document that says which image runs.
 *
 * @param kind how it says so
 * @param path names and places from the root to it
 * @param container name of the container it is for; "" when it has none
 * @param image what it says now, as it runs
 * @param replaced name of the image that a kustomization replaces by {@code image}; else ""
 * @param keys the fields of a {@link Kind#PARTS} or {@link Kind#KUSTOMIZE} site that hold the parts
 */
record ImageSite(
    Kind kind,
    List<String> path,
    String container,
    ImageReference image,
    String replaced,
    Keys keys) {

  /** How a place says which image runs. */
  enum Kind {
    /** One string: {@code name:tag}. */
    WHOLE,
    /** A mapping with name, tag and perhaps digest in fields of their own. */
    PARTS,
    /** An entry of a kustomization's {@code images}. */
    KUSTOMIZE
  }

  /**
   * Names of fields; empty when the mapping has no such field.
   *
   * @param own the fields that are written at this place; others come from the values below
   */
  record Keys(String name, Optional<String> tag, Optional<String> digest, Set<String> own) {
    static final Keys NONE = new Keys("", Optional.empty(), Optional.empty(), Set.of());

    Keys {
      own = Collections.unmodifiableSet(new LinkedHashSet<>(own));
    }

    /** The first of name, tag and digest that is written here: others are added behind it. */
    Optional<String> written() {
      return Stream.concat(Stream.of(name), Stream.concat(tag.stream(), digest.stream()))
          .filter(own::contains)
          .findFirst();
    }
  }

  ImageSite {
    path = List.copyOf(path);
  }

  /** Whether the user means this place by {@code wanted}. */
  boolean isFor(ImageReference wanted) {
    return image.isSameImage(wanted)
        || !replaced.isEmpty()
            && wanted.isSameImage(new ImageReference(replaced, Optional.empty(), Optional.empty()));
  }

  /** Where it is, for people. */
  String field() {
    return String.join(".", path);
  }
}
