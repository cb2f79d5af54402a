package io.syncline.localkube.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.syncline.localkube.rest.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Sends the parts of one large answer as they are, or compressed as one. */
final class PartSink implements Reply.Sink {
  private final HttpResponseWriter response;
  private final Delivery delivery;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final OutputStream out;

  PartSink(HttpResponseWriter response, boolean zipped) {
    this.response = response;
    this.delivery = new Delivery(response);
    try {
      this.out = zipped ? new Zipped.Fast(collected) : collected;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public boolean write(byte[] part) throws InterruptedException {
    try {
      out.write(part);
    } catch (IOException e) {
      throw unwritable(e);
    }
    return sent();
  }

  private boolean sent() throws InterruptedException {
    if (collected.size() == 0) {
      return open();
    }
    var bytes = collected.toByteArray();
    collected.reset();
    return delivery.send(HttpData.wrap(bytes));
  }

  @Override
  public boolean open() {
    return response.isOpen();
  }

  /** Ends the answer. */
  void close() {
    try {
      out.close();
      sent();
      response.close();
    } catch (IOException e) {
      throw unwritable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      response.abort();
    }
  }

  private static UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("memory cannot be written", e);
  }
}
