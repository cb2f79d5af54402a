package io.syncline.localkube.rest;

import java.util.List;
import java.util.function.Consumer;

/** Puts into words that a body gives keys again. */
final class Repeated {
  private Repeated() {}

  /** Collects into {@code texts}; readers of YAML say it in words of their own. */
  static Consumer<String> texts(Request request, List<String> texts) {
    return request.contentType().equals("application/yaml")
        ? texts::add
        : path -> texts.add("duplicate field \"" + path + "\"");
  }
}
