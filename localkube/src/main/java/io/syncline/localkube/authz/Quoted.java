package io.syncline.localkube.authz;

import io.syncline.model.tree.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Texts in quotes, as the messages of Kubernetes have them. */
final class Quoted {
  private Quoted() {}

  static String text(String text) {
    return Json.write(text);
  }

  static String list(List<String> texts) {
    return texts.stream().map(Quoted::text).collect(Collectors.joining(" ", "[", "]"));
  }
}
