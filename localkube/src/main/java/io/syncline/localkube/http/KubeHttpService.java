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
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketService;
import io.netty.util.AttributeKey;
import io.syncline.localkube.http.Upgrades.Next;
import io.syncline.localkube.refusal.Refusal;
import io.syncline.localkube.rest.KubeApi;
import io.syncline.localkube.rest.Reply;
import io.syncline.localkube.rest.Reply.Conversation;
import io.syncline.localkube.rest.Request;
import io.syncline.model.tree.ObjectTree;
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

  /** Largest message of a client in a conversation, in bytes. */
  private static final int LARGEST_FRAME = 1 << 20;

  private static final AttributeKey<Reply> REPLY =
      AttributeKey.valueOf(KubeHttpService.class, "REPLY");

  private static final Logger LOG = LoggerFactory.getLogger(KubeHttpService.class);

  private final KubeApi api;
  private final Executor threads = task -> Thread.ofVirtual().name("kube-request").start(task);

  private KubeHttpService(KubeApi api) {
    this.api = api;
  }

  /** The service for plain HTTP and WebSocket; may be mounted under any prefix. */
  public static HttpService of(KubeApi api) {
    var service = new KubeHttpService(api);
    var sockets =
        WebSocketService.builder(service::talk)
            .allowedOrigins("*")
            .subprotocols(Conversation.PROTOCOLS)
            .maxFramePayloadLength(LARGEST_FRAME)
            .fallbackService(service::serve)
            .build();
    return new Upgrades(sockets, service::upgrade);
  }

  /** Refuses what cannot be answered while that can still be said in plain HTTP. */
  private HttpResponse upgrade(ServiceRequestContext context, HttpRequest request, Next next) {
    context.clearRequestTimeout();
    var answer = new CompletableFuture<HttpResponse>();
    threads.execute(
        () -> {
          try {
            var reply =
                LocalOnly.refusal(request.headers(), api.secured())
                    .<Reply>map(KubeHttpService::forbidden)
                    .orElseGet(() -> api.answer(request(context, request.headers(), new byte[0])));
            if (reply instanceof Reply.Whole whole) {
              request.abort();
              answer.complete(whole(whole));
            } else if (reply instanceof Reply.Parts parts) {
              request.abort();
              send(parts, request.headers(), answer);
            } else {
              context.setAttr(REPLY, reply);
              answer.complete(next.serve());
            }
          } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), context.path(), e);
            answer.complete(whole(Reply.refused(Refusal.internal(e.getClass().getSimpleName()))));
          }
        });
    return HttpResponse.of(answer);
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
        Refusal.of(
            413,
            "RequestEntityTooLarge",
            "Request entity too large: limit is " + LARGEST_BODY,
            ObjectTree.EMPTY));
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
        case Reply.Parts parts -> send(parts, request.headers(), answer);
        case Reply.Stream stream -> {
          var response = HttpResponse.streaming();
          answer.complete(response);
          response.write(headers(stream));
          run(stream.feed(), new HttpSink(response));
          response.close();
        }
        case Conversation unheard ->
            answer.complete(whole(Reply.refused(Refusal.badRequest("Upgrade request required"))));
      }
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), context.path(), e);
      answer.complete(whole(Reply.refused(Refusal.internal(e.getClass().getSimpleName()))));
    }
  }

  private static void send(
      Reply.Parts parts, RequestHeaders request, CompletableFuture<HttpResponse> answer) {
    var response = HttpResponse.streaming();
    var zipped = Zipped.accepted(request);
    answer.complete(response);
    response.write(zipped ? Zipped.marked(headers(parts)) : headers(parts));
    var sink = new PartSink(response, zipped);
    try {
      parts.parts().run(sink);
      sink.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      response.abort();
    } catch (RuntimeException e) {
      // The status is gone already: only a broken answer tells the client.
      LOG.error("a list could not be sent whole", e);
      response.abort();
    }
  }

  private static void run(Reply.Feed feed, Reply.Sink sink) {
    try {
      feed.run(sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private WebSocket talk(ServiceRequestContext context, WebSocket in) {
    context.setMaxRequestLength(0);
    var out = WebSocket.streaming();
    var reply = context.attr(REPLY);
    if (reply instanceof Reply.Conversation conversation) {
      var inbox = new SocketInbox(out);
      in.subscribe(inbox);
      threads.execute(() -> run(conversation, inbox, out));
    } else {
      in.subscribe(new ClientFrames(out));
      threads.execute(
          () -> {
            if (reply instanceof Reply.Stream stream) {
              run(stream.feed(), new WebSocketSink(out, false));
            }
            out.close();
          });
    }
    return out;
  }

  private static void run(Conversation conversation, SocketInbox inbox, WebSocketWriter out) {
    inbox.owner(Thread.currentThread());
    try {
      conversation.talk().run(inbox, new WebSocketSink(out, true));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a conversation failed", e);
    } finally {
      inbox.leave();
      out.close();
    }
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
    var made = Request.of(method, context.mappedPath(), query == null ? "" : query, values, body);
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
    return HttpResponse.of(Zipped.marked(headers(reply)), HttpData.wrap(Zipped.bytes(bytes)));
  }

  private static HttpResponse whole(Reply.Whole reply) {
    return HttpResponse.of(headers(reply), HttpData.wrap(reply.body().bytes()));
  }
}
