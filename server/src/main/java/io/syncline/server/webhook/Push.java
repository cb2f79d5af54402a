package io.syncline.server.webhook;

import java.util.List;

/**
 * A push that a Git host, or a registry, tells about.
 *
 * @param urls addresses of the repository, as many as the payload has
 * @param ref full ref name; the bare name when the payload does not say what kind it is; "" when
 *     not told
 * @param before commit the ref stood at, "" when not told
 * @param after commit the ref stands at now, "" when not told
 * @param touchedHead whether the ref is what {@code HEAD} stands for, as far as can be told
 * @param files files that were changed; empty when not told
 */
public record Push(
    List<String> urls,
    String ref,
    String before,
    String after,
    boolean touchedHead,
    List<String> files) {
  /** Copies the lists. */
  public Push {
    urls = List.copyOf(urls);
    files = List.copyOf(files);
  }

  /** The name of the branch or tag, which may have slashes. */
  public String revision() {
    var parts = ref.split("/", 3);
    return parts.length == 3 && parts[0].equals("refs") ? parts[2] : ref;
  }
}
