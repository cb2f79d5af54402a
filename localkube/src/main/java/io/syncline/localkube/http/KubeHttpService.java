package io.syncline.localkube.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.rest.KubeApi;
import io.syncline.localkube.rest.Reply;
import io.syncline.localkube.rest.Request;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a {@link KubeApi} on Armeria; every request runs on a virtual thread of its own. */
public final class KubeHttpService {
  /** Largest body that is read, in bytes. */
  public static final long LARGEST_BODY = 3L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(KubeHttpService.class);

  private final KubeApi api;
  private final Executor threads = task -> Thread.ofVirtual().name("kube-request").start(task);

  private KubeHttpService(KubeApi api) {
    this.api = api;
  }

  /** The service for plain HTTP and WebSocket; may be mounted under any prefix. */
  public static HttpService of(KubeApi api) {
    var service = new KubeHttpService(api);
    return WebSocketService.builder(service::watch)
        .allowedOrigins("*")
        .fallbackService(service::serve)
        .build();
  }

  private HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    context.clearRequestTimeout();
    context.setMaxRequestLength(LARGEST_BODY);
    var refusal = LocalOnly.refusal(request.headers(), api.secured());
    if (refusal.isPresent()) {
      return whole(forbidden(refusal.get()));
    }
    if (request.headers().contentLength() > LARGEST_BODY) {
      return whole(tooLarge());
    }
    var answer = new CompletableFuture<HttpResponse>();
    request
        .aggregate()
        .whenComplete(
            (body, problem) -> {
              if (body == null) {
                answer.complete(unread(problem));
              } else {
                threads.execute(() -> answer(context, body, answer));
              }
            });
    return HttpResponse.of(answer);
  }

  private static Reply.Whole forbidden(String why) {
    return Reply.refused(Refusal.of(403, "Forbidden", why, ObjectTree.EMPTY));
  }

  private static Reply.Whole tooLarge() {
    return Reply.refused(
        Refusal.of(413, "RequestEntityTooLarge", "Request entity too large: limit is " + LARGEST_BODY, ObjectTree.EMPTY));
  }

  private static HttpResponse unread(@Nullable Throwable problem) {
    var cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    return cause instanceof ContentTooLargeException
        ? whole(tooLarge())
        : whole(Reply.refused(Refusal.badRequest("the body could not be read")));
  }

  private void answer(
      ServiceRequestContext context,
      AggregatedHttpRequest request,
      CompletableFuture<HttpResponse> answer) {
    try {
      switch (api.answer(request(context, request.headers(), request.content().array()))) {
        case Reply.Whole whole -> answer.complete(whole(whole, request.headers()));
        case Reply.Stream stream -> {
          var response = HttpResponse.streaming();
          answer.complete(response);
          response.write(headers(stream));
          run(stream, new HttpSink(response));
          response.close();
        }
      }
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), context.path(), e);
      answer.complete(whole(Reply.refused(Refusal.internal(e.getClass().getSimpleName()))));
    }
  }

  private static void run(Reply.Stream stream, Reply.Sink sink) {
    try {
      stream.feed().run(sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WebSocket watch(ServiceRequestContext context, WebSocket in) {
    context.clearRequestTimeout();
    var out = WebSocket.streaming();
    var refusal = LocalOnly.refusal(context.request().headers(), api.secured());
    in.subscribe(new ClientFrames(out));
    threads.execute(
        () -> {
          var reply =
              refusal
                  .<Reply>map(KubeHttpService::forbidden)
                  .orElseGet(
                      () -> api.answer(request(context, context.request().headers(), new byte[0])));
          switch (reply) {
            case Reply.Stream stream -> run(stream, new WebSocketSink(out));
            case Reply.Whole whole ->
                out.tryWrite(
                    new String(
                        Json.bytes(
                            ObjectTree.of(
                                "type", "ERROR", "object", Json.parse(whole.body().bytes()))),
                        StandardCharsets.UTF_8));
          }
          out.close();
        });
    return out;
  }

  private static Request request(
      ServiceRequestContext context, RequestHeaders headers, byte[] body) {
    Map<String, String> values = new LinkedHashMap<>();
    for (var header : headers) {
      var name = header.getKey().toString().toLowerCase(Locale.ROOT);
      // Names of groups may have commas in them.
      var between = name.startsWith("impersonate-") ? "\n" : ",";
      values.merge(name, header.getValue(), (a, b) -> a + between + b);
    }
    var query = context.query();
    // CONNECT is how HTTP/2 asks for a WebSocket; to the API it is a read.
    var method = headers.method().name().equals("CONNECT") ? "GET" : headers.method().name();
    var made =
        Request.of(method, context.mappedPath(), query == null ? "" : query, values, body);
    return shown(context).map(made::with).orElse(made);
  }

  private static Optional<X509Certificate> shown(ServiceRequestContext context) {
    var session = context.sslSession();
    try {
      return session != null
              && session.getPeerCertificates().length > 0
              && session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      // The client has shown none.
      return Optional.empty();
    }
  }

  private static ResponseHeaders headers(Reply reply) {
    var headers = ResponseHeaders.builder(HttpStatus.valueOf(reply.status()));
    reply.headers().forEach((name, values) -> headers.add(name, values));
    headers.set("cache-control", "no-cache, private");
    return headers.build();
  }

  /** Large answers go out compressed to those who can read that. */
  private static HttpResponse whole(Reply.Whole reply, RequestHeaders request) {
    var bytes = reply.body().bytes();
    if (!Zipped.wanted(request, bytes.length)) {
      return HttpResponse.of(headers(reply), HttpData.wrap(bytes));
    }
    var headers =
        headers(reply).toBuilder()
            .set("content-encoding", "gzip")
            .add("vary", "Accept-Encoding")
            .build();
    return HttpResponse.of(headers, HttpData.wrap(Zipped.bytes(bytes)));
  }

  private static HttpResponse whole(Reply.Whole reply) {
    return HttpResponse.of(headers(reply), HttpData.wrap(reply.body().bytes()));
  }
}
