package io.syncline.localkube.rules;

import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.JsonFault;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules of config maps and secrets. */
final class DataRules {
  private static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_KEY = 253;
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
  private static final String KEY_TEXT =
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
          + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
          + " '[-._a-zA-Z0-9]+')";

  private DataRules() {}

  static List<Cause> configMap(ObjectTree object) {
    var causes = new Causes();
    var plain = Tree.object(object.get("data"));
    var binary = Tree.object(object.get("binaryData"));
    var size = 0L;
    for (var key : new TreeSet<>(plain.keySet())) {
      key("data", key, causes);
      if (binary.containsKey(key)) {
        causes.invalid("data[" + key + "]", key, "duplicate of key present in binaryData");
      }
      size += bytes(plain, key);
    }
    for (var key : new TreeSet<>(binary.keySet())) {
      key("binaryData", key, causes);
      size += decodedBytes(binary, key);
    }
    // The whole object is too long, so the place has no name.
    tooLong("[]", size, causes);
    return causes.list();
  }

  static List<Cause> secret(ObjectTree object) {
    var causes = new Causes();
    var data = Tree.object(object.get("data"));
    var size = 0L;
    for (var key : new TreeSet<>(data.keySet())) {
      key("data", key, causes);
      size += decodedBytes(data, key);
    }
    tooLong("data", size, causes);
    switch (Tree.text(object, "type")) {
      case "kubernetes.io/service-account-token" -> {
        var name = "kubernetes.io/service-account.name";
        if (Tree.text(object, "metadata", "annotations", name).isEmpty()) {
          causes.required("metadata.annotations[" + name + "]", "");
        }
      }
      case "kubernetes.io/dockercfg" -> json(data, ".dockercfg", causes);
      case "kubernetes.io/dockerconfigjson" -> json(data, ".dockerconfigjson", causes);
      case "kubernetes.io/tls" -> needs(data, causes, "tls.crt", "tls.key");
      case "kubernetes.io/ssh-auth" -> {
        if (Tree.text(data, "ssh-privatekey").isEmpty()) {
          causes.required("data[ssh-privatekey]", "");
        }
      }
      case "kubernetes.io/basic-auth" -> {
        // One of both is enough.
        if (!data.containsKey("username") && !data.containsKey("password")) {
          needs(data, causes, "username", "password");
        }
      }
      default -> {
        // Any keys do.
      }
    }
    return causes.list();
  }

  /** A key that must hold an object in JSON; what it holds is not told. */
  private static void json(ObjectTree data, String key, Causes causes) {
    var at = "data[" + key + "]";
    if (!data.containsKey(key)) {
      causes.required(at, "");
      return;
    }
    var body = decoded(data, key);
    String fault;
    try {
      var value = Json.parse(new String(body, StandardCharsets.UTF_8));
      if (value instanceof ObjectTree || value == null) {
        return;
      }
      fault = "json: cannot unmarshal value into Go value of type map[string]interface {}";
    } catch (Json.SyntaxException e) {
      fault = JsonFault.of(body);
    }
    causes.invalid(at, "<secret contents redacted>", fault);
  }

  /** What a reader of the keys of {@code secret} should know before it is used. */
  static List<String> warnings(ObjectTree secret) {
    if (!Tree.text(secret, "type").equals("kubernetes.io/tls")) {
      return List.of();
    }
    var data = Tree.object(secret.get("data"));
    for (var part : List.of("certificate", "key")) {
      var key = part.equals("key") ? "tls.key" : "tls.crt";
      if (!new String(decoded(data, key), StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
        return List.of("tls: failed to find any PEM data in " + part + " input");
      }
    }
    return List.of();
  }

  private static byte[] decoded(ObjectTree data, String key) {
    // The normal form of the object has only what is base64.
    return Base64.getDecoder().decode(Tree.text(data, key));
  }

  private static void needs(ObjectTree data, Causes causes, String... keys) {
    for (var key : keys) {
      if (!data.containsKey(key)) {
        causes.required("data[" + key + "]", "");
      }
    }
  }

  private static void key(String field, String key, Causes causes) {
    var at = field + "[" + key + "]";
    if (key.length() > LONGEST_KEY) {
      causes.invalid(at, key, "must be no more than " + LONGEST_KEY + " characters");
    }
    if (!KEY.matcher(key).matches()) {
      causes.invalid(at, key, KEY_TEXT);
    }
    if (key.equals(".") || key.equals("..")) {
      causes.invalid(at, key, "must not be '" + key + "'");
    } else if (key.startsWith("..")) {
      causes.invalid(at, key, "must not start with '..'");
    }
  }

  private static void tooLong(String field, long size, Causes causes) {
    if (size > MOST_BYTES) {
      causes.add(
          new Cause(
              "FieldValueTooLong",
              "Too long: may not be more than " + MOST_BYTES + " bytes",
              field));
    }
  }

  private static long bytes(ObjectTree data, String key) {
    return Tree.text(data, key).getBytes(StandardCharsets.UTF_8).length;
  }

  private static long decodedBytes(ObjectTree data, String key) {
    var text = Tree.text(data, key);
    var padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4 * 3L - (text.isEmpty() ? 0 : padding);
  }
}
