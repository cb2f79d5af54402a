package io.syncline.kube.cache;

import io.syncline.model.object.Manifest;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An object as compressed JSON. As long as anybody still has the tree it was, or one made of it
 * later, that very tree is given out: comparing an application again unpacks nothing.
 */
final class Packed {
  private final byte[] bytes;
  private final byte[] dictionary;
  private volatile @Nullable WeakReference<Manifest> seen;

  Packed(byte[] bytes, byte[] dictionary, Manifest object) {
    this.bytes = bytes;
    this.dictionary = dictionary;
    this.seen = new WeakReference<>(object);
  }

  /** The tree, when somebody has it. */
  @Nullable Manifest known() {
    var reference = seen;
    return reference == null ? null : reference.get();
  }

  /** A tree, made anew. */
  Manifest unpack() {
    var object = Codec.unpack(bytes, dictionary);
    seen = new WeakReference<>(object);
    return object;
  }

  int size() {
    return bytes.length;
  }
}
