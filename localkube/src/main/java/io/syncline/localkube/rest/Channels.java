package io.syncline.localkube.rest;

import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The streams of a command as messages of a WebSocket: the first byte of each message names the
 * stream, the rest is what goes through it.
 */
final class Channels {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;
  private static final int CLOSE = 255;
  private static final int LARGEST = 32 << 10;
  private static final byte[] END = new byte[0];

  private final Reply.Inbox in;
  private final Reply.Sink out;
  private final Stdin stdin = new Stdin();

  Channels(Reply.Inbox in, Reply.Sink out) {
    this.in = in;
    this.out = out;
  }

  /** Hands on what the client sends, until it is interrupted or the client ends. */
  void pump() {
    try {
      for (var message = in.next(); message.isPresent(); message = in.next()) {
        received(message.get());
      }
      stdin.pieces.put(END);
    } catch (InterruptedException e) {
      // The command has ended; nobody reads any more.
      Thread.currentThread().interrupt();
    }
  }

  private void received(byte[] message) throws InterruptedException {
    var channel = message[0] & 0xff;
    if (channel == STDIN && message.length > 1) {
      stdin.pieces.put(Arrays.copyOfRange(message, 1, message.length));
    } else if (channel == CLOSE && message.length > 1 && message[1] == STDIN) {
      stdin.pieces.put(END);
    }
    // Sizes of windows mean nothing to a simulation, and other streams are not the client's.
  }

  InputStream stdin() {
    return stdin;
  }

  OutputStream stdout() {
    return new Outgoing(STDOUT);
  }

  OutputStream stderr() {
    return new Outgoing(STDERR);
  }

  /** Tells how it ended; the last message. */
  void end(int exitCode) throws InterruptedException {
    var status = ObjectTree.of("metadata", ObjectTree.EMPTY, "status", "Success");
    if (exitCode != 0) {
      var cause = ObjectTree.of("reason", "ExitCode", "message", Integer.toString(exitCode));
      status =
          ObjectTree.of(
              "metadata",
              ObjectTree.EMPTY,
              "status",
              "Failure",
              "message",
              "command terminated with non-zero exit code: simulated exit code " + exitCode,
              "reason",
              "NonZeroExitCode",
              "details",
              ObjectTree.of("causes", List.of(cause)));
    }
    out.write(message(STATUS, Json.bytes(status), 0, Optional.empty()));
  }

  private static byte[] message(int channel, byte[] bytes, int from, Optional<Integer> length) {
    var size = length.orElse(bytes.length);
    var message = new byte[size + 1];
    message[0] = (byte) channel;
    System.arraycopy(bytes, from, message, 1, size);
    return message;
  }

  private static final class Stdin extends InputStream {
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(16);
    private byte[] piece = END;
    private int position;
    private boolean ended;

    private boolean ready() throws IOException {
      while (!ended && position == piece.length) {
        try {
          piece = pieces.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("the client is gone");
        }
        position = 0;
        ended = piece == END;
      }
      return !ended;
    }

    @Override
    public int read() throws IOException {
      return ready() ? piece[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!ready()) {
        return -1;
      }
      var size = Math.min(length, piece.length - position);
      System.arraycopy(piece, position, buffer, offset, size);
      position += size;
      return size;
    }
  }

  private final class Outgoing extends OutputStream {
    private final int channel;

    Outgoing(int channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (var from = offset; from < offset + length; from += LARGEST) {
        var size = Math.min(LARGEST, offset + length - from);
        try {
          if (!out.write(message(channel, bytes, from, Optional.of(size)))) {
            throw new IOException("the client is gone");
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("the client is gone");
        }
      }
    }
  }
}
