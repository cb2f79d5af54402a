package io.syncline.render.helm;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.net.URI;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A schema file: its draft, and what references inside it lead to. */
final class SchemaDocument {
  private static final URI HOME = URI.create("file:///values.schema.json");
  private static final int MAX_DEPTH = 200;

  private final @Nullable Object root;
  private final int draft;
  private final Map<String, @Nullable Object> named = new HashMap<>();
  private final IdentityHashMap<Object, URI> bases = new IdentityHashMap<>();

  SchemaDocument(@Nullable Object root) {
    this.root = root;
    this.draft = draft(Tree.text(Tree.object(root), "$schema"));
    named.put(HOME.toString(), root);
    collect(root, HOME, 0);
  }

  private static int draft(String dialect) {
    for (var number : List.of(4, 6, 7)) {
      if (dialect.contains("draft-0" + number)) {
        return number;
      }
    }
    return dialect.contains("2019-09") ? 2019 : 2020;
  }

  @Nullable Object root() {
    return root;
  }

  /** 4, 6, 7, 2019 or 2020; the last when the file does not say. */
  int draft() {
    return draft;
  }

  private void collect(@Nullable Object node, URI base, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, base, depth + 1));
    }
    if (!(node instanceof ObjectTree schema)) {
      return;
    }
    var here = base;
    if (schema.get(draft == 4 ? "id" : "$id") instanceof String id) {
      here = resolved(base, id).orElse(base);
      named.putIfAbsent(here.toString().replaceFirst("#$", ""), schema);
    }
    bases.put(schema, here);
    for (var word : List.of("$anchor", "$dynamicAnchor")) {
      if (schema.get(word) instanceof String anchor) {
        named.putIfAbsent(withoutFragment(here) + "#" + anchor, schema);
      }
    }
    for (var value : schema.values()) {
      collect(value, here, depth + 1);
    }
  }

  private static Optional<URI> resolved(URI base, String reference) {
    try {
      // Java resolves a lone fragment against the folder, not against the file.
      return Optional.of(
          reference.startsWith("#")
              ? URI.create(withoutFragment(base) + reference)
              : base.resolve(reference));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static String withoutFragment(URI uri) {
    return uri.toString().replaceFirst("#.*$", "");
  }

  /**
   * The schema {@code reference} of {@code from} leads to; {@code true} for one that lies in the
   * network, which is never asked.
   *
   * @throws ChartException when it leads nowhere
   */
  @Nullable Object target(ObjectTree from, String reference) {
    var uri =
        resolved(bases.getOrDefault(from, HOME), reference)
            .orElseThrow(() -> lost(reference, "is no URI (expected: such as #/$defs/name)"));
    var whole = uri.toString().replaceFirst("#$", "");
    if (named.containsKey(whole)) {
      return named.get(whole);
    }
    var file = withoutFragment(uri);
    if (named.containsKey(file)) {
      var fragment = uri.getFragment() == null ? "" : uri.getFragment();
      return at(named.get(file), fragment, reference);
    }
    if (List.of("http", "https", "urn").contains(String.valueOf(uri.getScheme()))) {
      return true;
    }
    throw lost(reference, "leads to another file (expected: a schema of the same file)");
  }

  private static @Nullable Object at(@Nullable Object document, String pointer, String reference) {
    var here = document;
    for (var step : pointer.split("/", -1)) {
      if (step.isEmpty() && here == document) {
        continue;
      }
      var key = step.replace("~1", "/").replace("~0", "~");
      if (here instanceof ObjectTree object && object.containsKey(key)) {
        here = object.get(key);
      } else if (here instanceof List<?> list
          && key.matches("[0-9]{1,6}")
          && Integer.parseInt(key) < list.size()) {
        here = list.get(Integer.parseInt(key));
      } else {
        throw lost(reference, "leads nowhere (expected: a schema of the same file)");
      }
    }
    return here;
  }

  private static ChartException lost(String reference, String what) {
    return new ChartException("$ref " + reference + " of the schema " + what);
  }
}
