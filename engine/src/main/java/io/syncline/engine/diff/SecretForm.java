package io.syncline.engine.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.Base64;

/** Brings Secrets to one form: everything in {@code data}, nothing null (semantics 13.6). */
final class SecretForm {
  private SecretForm() {}

  static boolean applies(Manifest object) {
    return object.kind().equals("Secret") && object.group().isEmpty();
  }

  /** {@code secret} without {@code stringData}; as it is when its data cannot be read. */
  static Manifest normalize(Manifest secret) {
    var data = Tree.object(secret.at("data"));
    var plain = Tree.object(secret.at("stringData"));
    if (!readable(data) || !texts(plain)) {
      return secret;
    }
    var all = new ObjectTree.Builder(data.size() + plain.size());
    data.forEach((key, value) -> all.put(key, value == null ? "" : value));
    plain.forEach((key, value) -> all.put(key, encode(String.valueOf(value))));
    var merged = all.build();
    var normal = secret.without("stringData");
    return merged.isEmpty() && secret.at("data") == null ? normal : normal.with(merged, "data");
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static boolean texts(ObjectTree plain) {
    return plain.values().stream()
        .allMatch(v -> v instanceof String || v instanceof Boolean || v instanceof Number);
  }

  private static boolean readable(ObjectTree data) {
    return data.values().stream().allMatch(SecretForm::readable);
  }

  private static boolean readable(@org.jspecify.annotations.Nullable Object value) {
    if (value == null) {
      return true;
    }
    if (!(value instanceof String text)) {
      return false;
    }
    try {
      Base64.getMimeDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
