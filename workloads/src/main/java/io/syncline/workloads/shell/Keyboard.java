package io.syncline.workloads.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a terminal does between a keyboard and a program: it shows what is typed, and hands it on
 * line by line.
 */
final class Keyboard extends InputStream {
  private static final int INTERRUPT = 3;
  private static final int END = 4;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 127;

  private final InputStream keys;
  private final OutputStream screen;
  private final byte[] prompt;
  private byte[] line = new byte[0];
  private int position;
  private boolean ended;

  Keyboard(InputStream keys, OutputStream screen, String prompt) {
    this.keys = keys;
    this.screen = screen;
    this.prompt = prompt.getBytes(StandardCharsets.UTF_8);
  }

  private boolean ready() throws IOException {
    while (!ended && position == line.length) {
      type();
    }
    return position < line.length;
  }

  private void type() throws IOException {
    screen.write(prompt);
    var typed = new byte[1024];
    var length = 0;
    while (true) {
      var key = keys.read();
      switch (key) {
        case -1, END -> {
          if (key == -1 || length == 0) {
            ended = true;
            line = Arrays.copyOf(typed, length);
            position = 0;
            screen.write('\n');
            return;
          }
        }
        case INTERRUPT -> {
          length = 0;
          screen.write("^C\n".getBytes(StandardCharsets.UTF_8));
          screen.write(prompt);
        }
        case '\r', '\n' -> {
          screen.write('\n');
          line = Arrays.copyOf(typed, length + 1);
          line[length] = '\n';
          position = 0;
          return;
        }
        case BACKSPACE, DELETE -> {
          if (length > 0) {
            length--;
            screen.write("\b \b".getBytes(StandardCharsets.UTF_8));
          }
        }
        default -> {
          if (length == typed.length - 1) {
            typed = Arrays.copyOf(typed, typed.length * 2);
          }
          typed[length++] = (byte) key;
          screen.write(key);
        }
      }
    }
  }

  @Override
  public int read() throws IOException {
    return ready() ? line[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!ready()) {
      return -1;
    }
    var size = Math.min(length, line.length - position);
    System.arraycopy(line, position, buffer, offset, size);
    position += size;
    return size;
  }
}
