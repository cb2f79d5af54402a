package io.syncline.kube.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** The lines of a stream as bytes. Not safe for several threads. */
final class Lines implements AutoCloseable {
  private static final int USUAL = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[USUAL];
  private int begin;
  private int end;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; empty when the stream ended. */
  Optional<byte[]> next() throws IOException {
    var looked = begin;
    while (true) {
      for (; looked < end; looked++) {
        if (buffer[looked] == '\n') {
          var line = Arrays.copyOfRange(buffer, begin, looked);
          begin = looked + 1;
          return Optional.of(line);
        }
      }
      looked -= begin;
      makeRoom();
      var read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return rest();
      }
      end += read;
    }
  }

  private Optional<byte[]> rest() {
    if (begin == end) {
      return Optional.empty();
    }
    var line = Arrays.copyOfRange(buffer, begin, end);
    begin = end;
    return Optional.of(line);
  }

  /** Moves what is left to the front; a line longer than the buffer makes it grow. */
  private void makeRoom() {
    var left = end - begin;
    var size = left == buffer.length ? 2 * left : left == 0 ? USUAL : buffer.length;
    if (begin > 0 || size != buffer.length) {
      var next = size == buffer.length ? buffer : new byte[size];
      System.arraycopy(buffer, begin, next, 0, left);
      buffer = next;
      begin = 0;
      end = left;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
