package io.syncline.pipeline;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A container image as manifests name it.
 *
 * @param name everything before tag and digest, as written
 * @param tag behind the colon
 * @param digest behind the at sign, such as {@code sha256:…}
 */
public record ImageReference(String name, Optional<String> tag, Optional<String> digest) {
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._-]*(?::[0-9]+(?=/))?(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}");

  /** Reads {@code text}; empty when it is no image, such as a template or a URL. */
  public static Optional<ImageReference> parse(String text) {
    var at = text.indexOf('@');
    var digest = at < 0 ? Optional.<String>empty() : Optional.of(text.substring(at + 1));
    var rest = at < 0 ? text : text.substring(0, at);
    var colon = rest.lastIndexOf(':');
    var tagged = colon > rest.lastIndexOf('/');
    var tag = tagged ? Optional.of(rest.substring(colon + 1)) : Optional.<String>empty();
    var name = tagged ? rest.substring(0, colon) : rest;
    var fine =
        NAME.matcher(name).matches()
            && tag.map(t -> TAG.matcher(t).matches()).orElse(true)
            && digest.map(d -> DIGEST.matcher(d).matches()).orElse(true);
    return fine ? Optional.of(new ImageReference(name, tag, digest)) : Optional.empty();
  }

  /**
   * The image a user wants: a name with a tag, a digest or both.
   *
   * @throws PipelineException when it is none
   */
  public static ImageReference wanted(String text) {
    var parsed = parse(text).filter(image -> image.tag().isPresent() || image.digest().isPresent());
    return parsed.orElseThrow(
        () ->
            new PipelineException(
                "image '"
                    + text
                    + "' is incomplete (expected: name:tag, name@digest or name:tag@digest)",
                "give the full name as the manifests have it, and what to set"));
  }

  /** Whether both mean the same image whatever their versions: Docker Hub's short names count. */
  public boolean isSameImage(ImageReference other) {
    return fullName(name).equals(fullName(other.name));
  }

  private static String fullName(String name) {
    var slash = name.indexOf('/');
    var host = slash < 0 ? "" : name.substring(0, slash);
    if (host.contains(".") || host.contains(":") || host.equals("localhost")) {
      return name.startsWith("index.docker.io/")
          ? fullName(name.substring("index.docker.io/".length()))
          : name.matches("docker\\.io/[^/]+") ? "docker.io/library/" + name.substring(10) : name;
    }
    return slash < 0 ? "docker.io/library/" + name : "docker.io/" + name;
  }

  /** This name with the version of {@code other}. */
  public ImageReference at(ImageReference other) {
    return new ImageReference(name, other.tag, other.digest);
  }

  /** The last part of the name: what people call the image. */
  public String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * Tag, digest or both, as a reference ends: {@code v1}, {@code v1@sha256:…}, {@code sha256:…}.
   */
  public String version() {
    return tag.orElse("") + (tag.isPresent() && digest.isPresent() ? "@" : "") + digest.orElse("");
  }

  @Override
  public String toString() {
    return name + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
