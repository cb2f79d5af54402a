package io.syncline.localkube.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.rest.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that no service ever sees, such as paths with broken escapes and methods nobody
 * knows, with a Status as clients of Kubernetes read it.
 */
public final class PlainErrors implements ServerErrorHandler {
  /** The handler for a server. */
  public PlainErrors() {}

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null;
  }

  @Override
  public AggregatedHttpResponse onProtocolViolation(
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return status(status, description);
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return status(status, description);
  }

  private static AggregatedHttpResponse status(HttpStatus status, @Nullable String description) {
    var message = description == null ? status.reasonPhrase() : description;
    var refusal =
        switch (status.code()) {
          case 400 -> Refusal.badRequest(message);
          case 404 -> Refusal.noSuchResource();
          case 405 ->
              Refusal.methodNotAllowed(
                  "the server does not allow this method on the requested resource");
          default -> Refusal.bare(status.code(), "", message);
        };
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(status).contentType(MediaType.JSON).build(),
        HttpData.wrap(Reply.refused(refusal).body().bytes()));
  }
}
