package io.syncline.render.kustomize;

import io.syncline.model.tree.ObjectTree;
import io.syncline.render.kustomize.node.Node;
import io.syncline.render.kustomize.node.NodeException;
import io.syncline.render.kustomize.node.NodeTrees;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The suffix of generated names: ten letters that change with the content. */
final class ContentHash implements Transform {
  @Override
  public void apply(ResourceMap map) {
    for (var resource : map.resources()) {
      if (resource.needsHash()) {
        var hash = of(resource);
        resource.rememberId();
        resource.rename(resource.name() + "-" + hash);
      }
    }
    map.changed();
  }

  static String of(Resource resource) {
    try {
      var content = new TreeMap<String, Object>();
      content.put("kind", resource.kind());
      // Upstream looks the name up under a key that never exists; hashes stay equal only with "".
      content.put("name", "");
      switch (resource.kind()) {
        case "ConfigMap" -> {
          content.put("data", part(resource.document().get("data")));
          optional(content, resource, "binaryData");
        }
        case "Secret" -> {
          content.put("data", part(resource.document().get("data")));
          content.put("type", part(resource.document().get("type")));
          optional(content, resource, "stringData");
        }
        default -> content.put("object", NodeTrees.object(resource.document()));
      }
      var json = new StringBuilder();
      write(json, content);
      return letters(json.toString());
    } catch (NodeException e) {
      throw new BuildException(e.problem());
    }
  }

  private static Object part(@Nullable Node node) {
    if (node == null) {
      return "";
    }
    return node.isScalar() ? node.text() : NodeTrees.object(node);
  }

  private static void optional(TreeMap<String, Object> content, Resource resource, String field) {
    var node = resource.document().get(field);
    if (node != null && node.isMap()) {
      content.put(field, NodeTrees.object(node));
    }
  }

  /** The first ten hex digits with those that could form words replaced. */
  private static String letters(String content) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      var hex = String.format("%064x", new BigInteger(1, digest)).substring(0, 10);
      return hex.replace('0', 'g')
          .replace('1', 'h')
          .replace('3', 'k')
          .replace('a', 'm')
          .replace('e', 't');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** JSON as Go's encoder writes it, which the hash depends on. */
  private static void write(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case ObjectTree tree -> writeMap(out, new TreeMap<>(tree));
      case TreeMap<?, ?> map -> writeMap(out, map);
      case List<?> list -> {
        out.append('[');
        for (var i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : ",");
          write(out, list.get(i));
        }
        out.append(']');
      }
      case String text -> writeText(out, text);
      // Upstream reads the data as JSON once more, where all numbers are fractions.
      case Number number -> out.append(io.syncline.model.tree.Json.number(number.doubleValue()));
      case null, default -> out.append(value);
    }
  }

  private static void writeMap(StringBuilder out, TreeMap<?, ?> map) {
    out.append('{');
    var separator = "";
    for (var entry : map.entrySet()) {
      out.append(separator);
      writeText(out, String.valueOf(entry.getKey()));
      out.append(':');
      write(out, entry.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private static void writeText(StringBuilder out, String text) {
    out.append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '<', '>', '&', 0x2028, 0x2029 -> escape(out, c);
        default -> {
          if (c < 0x20) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append(String.format("\\u%04x", (int) c));
  }
}
