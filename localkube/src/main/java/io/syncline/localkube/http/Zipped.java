package io.syncline.localkube.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses answers as the API server does: only large ones, and rather fast than small. */
final class Zipped {
  private static final int FROM = 128 << 10;

  private Zipped() {}

  /** Whether an answer of {@code size} bytes goes out compressed. */
  static boolean wanted(RequestHeaders request, int size) {
    return size >= FROM && accepted(request);
  }

  /** The headers of an answer that goes out compressed. */
  static ResponseHeaders marked(ResponseHeaders plain) {
    return plain.toBuilder().set("content-encoding", "gzip").add("vary", "Accept-Encoding").build();
  }

  /** Whether the client can read what is compressed. */
  static boolean accepted(RequestHeaders request) {
    var accepted = request.get("accept-encoding", "");
    for (var range : accepted.split(",")) {
      var parts = range.toLowerCase(Locale.ROOT).split(";");
      if (parts[0].strip().equals("gzip")) {
        return parts.length < 2 || !parts[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  /** Fast compression: the usual level takes three times as long for a little less. */
  static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 1 << 14);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  static byte[] bytes(byte[] plain) {
    var out = new ByteArrayOutputStream(plain.length / 8);
    try (var zip = new Fast(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return out.toByteArray();
  }
}
