package io.syncline.workloads.shell;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a terminal does between a program and a screen: lines begin at the left edge. */
final class Screen extends FilterOutputStream {
  Screen(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    var shown = new ByteArrayOutputStream(length + 8);
    for (var i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        shown.write('\r');
      }
      shown.write(bytes[i]);
    }
    out.write(shown.toByteArray());
  }
}
