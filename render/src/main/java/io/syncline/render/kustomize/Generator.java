package io.syncline.render.kustomize;

import io.syncline.model.source.SourcePath;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import io.syncline.render.kustomize.node.Fields;
import io.syncline.render.kustomize.node.Node;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Makes ConfigMaps and Secrets out of literals, files and lists of variables. */
final class Generator {
  private static final int BASE64_LINE = 70;
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private final boolean secret;
  private final ObjectTree arguments;
  private final ObjectTree options;
  private final Loader loader;

  Generator(boolean secret, ObjectTree arguments, ObjectTree options, Loader loader) {
    this.secret = secret;
    this.arguments = arguments;
    this.options = options;
    this.loader = loader;
  }

  /** Local options with those of the kustomization put under them. */
  static ObjectTree options(ObjectTree local, ObjectTree global) {
    var merged = local;
    for (var field : List.of("labels", "annotations")) {
      var whole = new ObjectTree.Builder(8);
      Tree.object(global.get(field)).forEach(whole::put);
      Tree.object(local.get(field)).forEach(whole::put);
      merged = merged.with(field, whole.build());
    }
    for (var field : List.of("disableNameSuffixHash", "immutable")) {
      if (Tree.flag(global, field)) {
        merged = merged.with(field, true);
      }
    }
    return merged;
  }

  Resource generate(ApiSchema schema) {
    var name = Tree.text(arguments, "name");
    if (name.isEmpty()) {
      throw new BuildException("a generated ConfigMap or Secret must have a name");
    }
    var node = Node.map();
    node.append("apiVersion", Node.string("v1"));
    node.append("kind", Node.string(secret ? "Secret" : "ConfigMap"));
    var metadata = Node.map();
    metadata.append("name", Node.string(name));
    var namespace = Tree.text(arguments, "namespace");
    if (!namespace.isEmpty()) {
      metadata.append("namespace", Node.string(namespace));
    }
    node.append("metadata", metadata);
    if (secret) {
      var type = Tree.text(arguments, "type");
      node.append("type", Node.string(type.isEmpty() ? "Opaque" : type));
    }
    data(node, name);
    entries(metadata, "labels");
    entries(metadata, "annotations");
    if (Tree.flag(options, "immutable")) {
      node.append("immutable", Node.scalar("true", Node.BOOL, Node.Style.PLAIN));
    }
    var resource = new Resource(schema, node);
    if (!Tree.flag(options, "disableNameSuffixHash")) {
      resource.needHash();
    }
    resource.behavior(Resource.Behavior.of(Tree.text(arguments, "behavior")));
    return resource;
  }

  private void entries(Node metadata, String field) {
    var sorted = new TreeMap<String, Object>(Tree.object(options.get(field)));
    if (!sorted.isEmpty()) {
      var map = Fields.obtain(metadata, field, Node.Kind.MAP);
      sorted.forEach((key, value) -> Fields.set(map, key, Node.string(String.valueOf(value))));
    }
  }

  private void data(Node node, String name) {
    var pairs = new Pairs(name);
    environments(pairs);
    for (var literal : Tree.items(arguments.get("literals"))) {
      literal(String.valueOf(literal), pairs);
    }
    for (var file : Tree.items(arguments.get("files"))) {
      file(String.valueOf(file), pairs);
    }
    if (secret) {
      var data = Fields.obtain(node, "data", Node.Kind.MAP);
      pairs.values.forEach((key, value) -> Fields.set(data, key, Node.string(base64(value))));
      return;
    }
    pairs.values.forEach(
        (key, value) -> {
          var text = text(value);
          var field = text.isPresent() ? "data" : "binaryData";
          var map = Fields.obtain(node, field, Node.Kind.MAP);
          Fields.set(map, key, Node.string(text.orElseGet(() -> base64(value))));
        });
  }

  /** Keys and values in the order of their keys. */
  private static final class Pairs {
    private final String owner;
    private final TreeMap<String, byte[]> values = new TreeMap<>();

    Pairs(String owner) {
      this.owner = owner;
    }

    void put(String key, byte[] value) {
      if (values.put(key, value) != null) {
        throw new BuildException("configmap " + owner + " illegally repeats the key '" + key + "'");
      }
    }
  }

  private static void literal(String literal, Pairs pairs) {
    var equals = literal.indexOf('=');
    if (equals <= 0) {
      // The literal may hold a secret: only its key would be safe to show, and it has none.
      throw new BuildException("invalid literal source (expected: key=value)");
    }
    pairs.put(
        literal.substring(0, equals),
        unquoted(literal.substring(equals + 1)).getBytes(StandardCharsets.UTF_8));
  }

  private static String unquoted(String text) {
    if (text.length() < 2) {
      return text;
    }
    var first = text.charAt(0);
    var quoted = (first == '"' || first == '\'') && text.charAt(text.length() - 1) == first;
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void file(String source, Pairs pairs) {
    var equals = source.indexOf('=');
    if (equals < 0) {
      pairs.put(SourcePath.name(source), loader.bytes(source));
      return;
    }
    if (source.indexOf('=', equals + 1) >= 0) {
      throw new BuildException("source '" + source + "' key name or file path contains '='");
    }
    if (equals == 0 || equals == source.length() - 1) {
      throw new BuildException(
          "missing " + (equals == 0 ? "key name" : "file path") + " in source '" + source + "'");
    }
    pairs.put(source.substring(0, equals), loader.bytes(source.substring(equals + 1)));
  }

  private void environments(Pairs pairs) {
    for (var path : Tree.items(arguments.get("envs"))) {
      environment(String.valueOf(path), pairs);
    }
  }

  private void environment(String path, Pairs pairs) {
    var bytes = loader.bytes(path);
    var begin =
        bytes.length >= 3 && bytes[0] == BOM[0] && bytes[1] == BOM[1] && bytes[2] == BOM[2] ? 3 : 0;
    var text =
        text(java.util.Arrays.copyOfRange(bytes, begin, bytes.length))
            .orElseThrow(() -> new BuildException("file has invalid UTF-8 text", path, 0));
    for (var line : text.split("\n", -1)) {
      var whole = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      var content = whole.stripLeading();
      if (content.isEmpty() || content.charAt(0) == '#') {
        continue;
      }
      var equals = content.indexOf('=');
      var key = equals < 0 ? content : content.substring(0, equals);
      if (!key.isEmpty()) {
        var value = equals < 0 ? "" : content.substring(equals + 1);
        pairs.put(key, value.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Base64 in lines of 70 once it fills one, each ended by a line break. */
  private static String base64(byte[] bytes) {
    var whole = Base64.getEncoder().encodeToString(bytes);
    if (whole.length() < BASE64_LINE) {
      return whole;
    }
    var lines = new StringBuilder(whole.length() + whole.length() / BASE64_LINE + 1);
    for (var i = 0; i < whole.length(); i += BASE64_LINE) {
      lines.append(whole, i, Math.min(i + BASE64_LINE, whole.length())).append('\n');
    }
    return lines.toString();
  }
}
