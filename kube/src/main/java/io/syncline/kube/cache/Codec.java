package io.syncline.kube.cache;

import io.syncline.model.object.Manifest;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compresses and back. Making a compressor is dear, so a few of them go from hand to hand. */
final class Codec {
  private static final ConcurrentLinkedQueue<Codec> IDLE = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger IDLING = new AtomicInteger();
  private static final int MOST_IDLE = Runtime.getRuntime().availableProcessors();
  private static final int LARGEST_BUFFER = 1 << 20;

  /** With a dictionary, no dearer than less and smaller by a quarter; more costs half again. */
  private static final int LEVEL = 3;

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final Inflater inflater = new Inflater(true);
  private byte[] buffer = new byte[1 << 14];

  private Codec() {}

  private static Codec take() {
    var idle = IDLE.poll();
    if (idle == null) {
      return new Codec();
    }
    IDLING.decrementAndGet();
    return idle;
  }

  private void leave() {
    if (buffer.length <= LARGEST_BUFFER && IDLING.get() < MOST_IDLE) {
      IDLING.incrementAndGet();
      IDLE.add(this);
    } else {
      deflater.end();
      inflater.end();
    }
  }

  /** {@code text} in few bytes, given that {@code dictionary} is at hand to read them again. */
  static byte[] pack(byte[] text, byte[] dictionary) {
    var codec = take();
    try {
      return codec.deflate(text, dictionary);
    } finally {
      codec.leave();
    }
  }

  /** What was packed with the same dictionary. */
  static Manifest unpack(byte[] bytes, byte[] dictionary) {
    var codec = take();
    try {
      var length = codec.inflate(bytes, dictionary);
      return Manifest.parse(Arrays.copyOf(codec.buffer, length));
    } catch (DataFormatException e) {
      throw new IllegalStateException("a packed object does not unpack: " + e.getMessage(), e);
    } finally {
      codec.leave();
    }
  }

  private byte[] deflate(byte[] text, byte[] dictionary) {
    deflater.reset();
    if (dictionary.length > 0) {
      deflater.setDictionary(dictionary);
    }
    deflater.setInput(text);
    deflater.finish();
    var length = 0;
    while (!deflater.finished()) {
      room(length);
      length += deflater.deflate(buffer, length, buffer.length - length);
    }
    return Arrays.copyOf(buffer, length);
  }

  private int inflate(byte[] bytes, byte[] dictionary) throws DataFormatException {
    inflater.reset();
    if (dictionary.length > 0) {
      inflater.setDictionary(dictionary);
    }
    inflater.setInput(bytes);
    var length = 0;
    while (!inflater.finished()) {
      room(length);
      length += inflater.inflate(buffer, length, buffer.length - length);
    }
    return length;
  }

  private void room(int used) {
    if (used == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * used);
    }
  }
}
