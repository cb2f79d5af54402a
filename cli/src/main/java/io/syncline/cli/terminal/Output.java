package io.syncline.cli.terminal;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import org.jspecify.annotations.Nullable;

/** The forms an answer can have besides a table. */
public final class Output {
  private Output() {}

  /** Prints {@code value} as {@code json} or {@code yaml}; false when {@code form} is neither. */
  public static boolean structured(Terminal terminal, String form, @Nullable Object value) {
    switch (form) {
      case "json" -> terminal.out().println(Json.pretty(value, 2));
      case "yaml" -> terminal.out().print(Yaml.write(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A refusal of an output form. */
  public static CliException unknown(String form, String expected) {
    return new CliException(
        CliException.FAILED, "unknown output format: " + form + " (expected: " + expected + ")");
  }

  /** An object of the API with the kind and version the API leaves out. */
  public static ObjectTree typed(ObjectTree object, String kind) {
    var typed = new ObjectTree.Builder(object.size() + 2);
    typed.put("apiVersion", "argoproj.io/v1alpha1").put("kind", kind);
    object.forEach(typed::put);
    return typed.build();
  }
}
