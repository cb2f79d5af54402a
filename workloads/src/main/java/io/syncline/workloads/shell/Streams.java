package io.syncline.workloads.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The three streams of one command. */
record Streams(InputStream in, OutputStream out, OutputStream err) {
  void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  void complain(String text) throws IOException {
    err.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Streams withIn(InputStream other) {
    return new Streams(other, out, err);
  }

  Streams withOut(OutputStream other) {
    return new Streams(in, other, err);
  }

  Streams withErr(OutputStream other) {
    return new Streams(in, out, other);
  }
}
