package io.syncline.kube.cache;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Json;
import java.util.Arrays;

/**
 * What objects of one kind have in common: a few of the first ones, as the dictionary that the
 * others are compressed with. Whatever was packed keeps the dictionary it was packed with.
 */
final class Vocabulary {
  private static final int LARGEST = 6 << 10;
  private static final int SAMPLE = 2 << 10;

  private volatile byte[] dictionary = {};
  private int packed;

  Packed pack(Manifest object) {
    var text = Json.bytes(object.root());
    var with = dictionary;
    var bytes = Codec.pack(text, with);
    if (with.length < LARGEST) {
      learn(text);
    }
    return new Packed(bytes, with, object);
  }

  /** The first, second, fourth, eighth… object: the first ones alone may be unlike the rest. */
  private synchronized void learn(byte[] text) {
    packed++;
    var known = dictionary;
    if (Integer.bitCount(packed) == 1 && known.length < LARGEST) {
      var sample = Math.min(text.length, Math.min(SAMPLE, LARGEST - known.length));
      var more = Arrays.copyOf(known, known.length + sample);
      System.arraycopy(text, 0, more, known.length, sample);
      dictionary = more;
    }
  }
}
