package io.syncline.bench.kube;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** Reads a watch and notes the revision of every event. */
final class Watcher implements AutoCloseable {
  private static final byte[] VERSION =
      "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int LINE_PREFIX = 12;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long NEWLINES = '\n' * ONES;

  private final Connection connection;
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile long[] revisions = new long[1 << 10];
  private volatile int count;

  Watcher(int port, String path) throws IOException {
    this(port, path, Thread.ofPlatform().daemon());
  }

  /** A watcher that reads on a thread of its own. */
  Watcher(int port, String path, Thread.Builder threads) throws IOException {
    connection = new Connection(port);
    var stream = connection.watch(path);
    threads.name("bench-watch").start(() -> read(stream));
  }

  /** Waits until the server has answered. */
  void begun() throws InterruptedException {
    begun.await();
  }

  int count() {
    return count;
  }

  /** Revisions of the events so far. */
  long[] revisions() {
    return Arrays.copyOf(revisions, count);
  }

  private void read(InputStream stream) {
    var buffer = new byte[1 << 16];
    var line = new byte[1 << 14];
    var used = 0;
    try {
      var head = true;
      for (var n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        var at = 0;
        if (head) {
          head = false;
          begun.countDown();
        }
        while (at < n) {
          var end = lineEnd(buffer, at, n);
          // The revision stands early in the line; what is behind need not be kept.
          var take = Math.min(end - at, line.length - used);
          System.arraycopy(buffer, at, line, used, take);
          used += take;
          if (end < n) {
            note(line, used);
            used = 0;
          }
          at = end + 1;
        }
      }
    } catch (IOException e) {
      // Closing is how it ends; a lost event shows in the count.
      begun.countDown();
    }
  }

  /** Eight bytes at a time: 20 watchers read much, and what they cost is no cost of the server. */
  private static int lineEnd(byte[] bytes, int from, int to) {
    var at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      var mixed = (long) LONGS.get(bytes, at) ^ NEWLINES;
      if ((mixed - ONES & ~mixed & HIGHS) != 0) {
        break;
      }
    }
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Lines that are no events are those of the head and of the chunks. */
  private void note(byte[] line, int used) {
    if (used < LINE_PREFIX || line[0] != '{') {
      return;
    }
    var at = Connection.find(line, VERSION, 0, used);
    if (at < 0) {
      return;
    }
    var seen = count;
    var known = revisions;
    if (seen == known.length) {
      known = Arrays.copyOf(known, seen * 2);
      revisions = known;
    }
    known[seen] = Connection.digits(line, at + VERSION.length);
    count = seen + 1;
  }

  @Override
  public void close() {
    connection.close();
  }
}
