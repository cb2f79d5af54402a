package io.syncline.localkube.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;

/** Lets requests for a WebSocket be looked at before they are granted. */
final class Upgrades extends SimpleDecoratingHttpService {
  private final Gate gate;

  /** Decides about one request. */
  @FunctionalInterface
  interface Gate {
    HttpResponse serve(ServiceRequestContext context, HttpRequest request, Next next);
  }

  /** Grants the WebSocket. */
  @FunctionalInterface
  interface Next {
    HttpResponse serve();
  }

  Upgrades(HttpService sockets, Gate gate) {
    super(sockets);
    this.gate = gate;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    return asksForSocket(request.headers())
        ? gate.serve(context, request, () -> granted(context, request))
        : unwrap().serve(context, request);
  }

  private HttpResponse granted(ServiceRequestContext context, HttpRequest request) {
    try {
      return ((HttpService) unwrap()).serve(context, request);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private static boolean asksForSocket(RequestHeaders headers) {
    return "websocket".equalsIgnoreCase(headers.get(HttpHeaderNames.UPGRADE, ""))
        || "websocket".equalsIgnoreCase(headers.get(HttpHeaderNames.PROTOCOL, ""));
  }
}
