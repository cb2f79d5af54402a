package io.syncline.merge.normal;

import io.syncline.merge.schema.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Where in an object the normaliser is. Texts are made only when something is wrong: once with list
 * places, once as Go's decoder names the place.
 */
final class Place {
  static final Place ROOT = new Place(null, "", -1, null);

  private final @Nullable Place parent;
  private final String key;
  private final int index;
  private final @Nullable Struct struct;

  private Place(@Nullable Place parent, String key, int index, @Nullable Struct struct) {
    this.parent = parent;
    this.key = key;
    this.index = index;
    this.struct = struct;
  }

  Place field(Struct owner, String name) {
    return new Place(this, name, -1, owner);
  }

  Place entry(String name) {
    return new Place(this, name, -1, null);
  }

  Place item(int i) {
    return new Place(this, "", i, null);
  }

  String child(String name) {
    return entry(name).path();
  }

  String path() {
    var text = new StringBuilder();
    append(text, false);
    return text.toString();
  }

  private void append(StringBuilder text, boolean fieldsOnly) {
    if (parent == null) {
      return;
    }
    parent.append(text, fieldsOnly);
    if (index >= 0) {
      if (!fieldsOnly) {
        text.append('[').append(index).append(']');
      }
    } else if (!fieldsOnly || struct != null) {
      text.append(text.isEmpty() ? "" : ".").append(key);
    }
  }

  /** {@code struct field EnvVar.spec.containers.env.value}. */
  String goField() {
    var here = this;
    while (here.struct == null) {
      if (here.parent == null) {
        return "value";
      }
      here = here.parent;
    }
    var text = new StringBuilder();
    append(text, true);
    return "struct field " + here.struct.shortName() + "." + text;
  }
}
