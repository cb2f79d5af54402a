package io.syncline.localkube.store;

import io.syncline.model.tree.JsonBytes;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.nio.charset.StandardCharsets;

/**
 * An object ready to be kept but for its revision, which is known only at the commit: the tree and
 * its JSON with a gap where the resourceVersion comes.
 */
final class Encoded {
  private static final int USUAL_SIZE = 3_072;
  private static final String VERSION = "resourceVersion";

  private final ObjectTree object;
  private final byte[] json;

  /** Where in the JSON the digits belong. */
  private final int gap;

  private Encoded(ObjectTree object, byte[] json, int gap) {
    this.object = object;
    this.json = json;
    this.gap = gap;
  }

  static Encoded of(ObjectTree object) {
    var open = Tree.with(object, "", "metadata", VERSION);
    var out = new JsonBytes(USUAL_SIZE).raw("{");
    var gap = 0;
    for (var i = 0; i < open.size(); i++) {
      key(out, i, open.keyAt(i));
      if (open.keyAt(i).equals("metadata") && open.valueAt(i) instanceof ObjectTree metadata) {
        gap = metadata(out, metadata);
      } else {
        out.value(open.valueAt(i));
      }
    }
    return new Encoded(open, out.raw("}").toArray(), gap);
  }

  private static int metadata(JsonBytes out, ObjectTree metadata) {
    var gap = 0;
    out.raw("{");
    for (var i = 0; i < metadata.size(); i++) {
      key(out, i, metadata.keyAt(i));
      if (metadata.keyAt(i).equals(VERSION)) {
        gap = out.size() + 1;
      }
      out.value(metadata.valueAt(i));
    }
    out.raw("}");
    return gap;
  }

  private static void key(JsonBytes out, int place, String key) {
    if (place > 0) {
      out.raw(",");
    }
    out.text(key).raw(":");
  }

  /** The object at {@code revision}. */
  ObjectTree object(long revision) {
    return Tree.with(object, Long.toString(revision), "metadata", VERSION);
  }

  /** The JSON at {@code revision}. */
  byte[] json(long revision) {
    var digits = Long.toString(revision).getBytes(StandardCharsets.US_ASCII);
    var whole = new byte[json.length + digits.length];
    System.arraycopy(json, 0, whole, 0, gap);
    System.arraycopy(digits, 0, whole, gap, digits.length);
    System.arraycopy(json, gap, whole, gap + digits.length, json.length - gap);
    return whole;
  }
}
