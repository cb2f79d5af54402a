package io.syncline.localkube.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.syncline.localkube.rest.Reply;
import java.util.List;

/** Sends frames as lines of a chunked answer. */
final class HttpSink implements Reply.Sink {
  private final HttpResponseWriter response;
  private final Delivery delivery;

  HttpSink(HttpResponseWriter response) {
    this.response = response;
    this.delivery = new Delivery(response);
  }

  @Override
  public boolean write(byte[] frame) throws InterruptedException {
    return writeAll(List.of(frame));
  }

  @Override
  public boolean writeAll(List<byte[]> frames) throws InterruptedException {
    var size = 0;
    for (var frame : frames) {
      size += frame.length + 1;
    }
    var lines = new byte[size];
    var at = 0;
    for (var frame : frames) {
      System.arraycopy(frame, 0, lines, at, frame.length);
      at += frame.length;
      if (frame.length == 0 || frame[frame.length - 1] != '\n') {
        lines[at++] = '\n';
      }
    }
    return delivery.send(HttpData.wrap(lines, 0, at));
  }

  @Override
  public boolean open() {
    return response.isOpen();
  }
}
