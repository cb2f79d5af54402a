package io.syncline.bench.delivery;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.syncline.localkube.LocalKube;
import io.syncline.localkube.api.LocalApi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An embedded Kubernetes as far away as a real one: each request takes a round trip longer. */
final class SimulatedCluster implements AutoCloseable {
  private final LocalKube kube;
  private final Server server;
  private final Requests requests = new Requests();

  /** A cluster {@code roundTrip} away, in memory. */
  SimulatedCluster(Duration roundTrip) {
    kube = LocalKube.builder().start();
    HttpService far =
        (context, request) -> {
          count(context, request);
          return roundTrip.isZero() ? served(context, request) : later(context, request, roundTrip);
        };
    var builder =
        Server.builder()
            .serviceUnder("/", far)
            .http1MaxInitialLineLength(1 << 20)
            .gracefulShutdownTimeoutMillis(0, 0);
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server = builder.build();
    server.start().join();
  }

  private HttpResponse served(ServiceRequestContext context, HttpRequest request) throws Exception {
    return kube.httpService().serve(context, request);
  }

  private HttpResponse later(
      ServiceRequestContext context, HttpRequest request, Duration roundTrip) {
    var answer = new CompletableFuture<HttpResponse>();
    context
        .eventLoop()
        .schedule(
            () -> {
              try {
                answer.complete(served(context, request));
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            },
            roundTrip.toNanos(),
            TimeUnit.NANOSECONDS);
    return HttpResponse.of(answer);
  }

  private void count(ServiceRequestContext context, HttpRequest request) {
    var query = context.query() == null ? "" : context.query();
    if (!query.contains("watch=true")) {
      requests.count(
          request.method().name(),
          resource(context.path()),
          Math.max(0, request.headers().contentLength()),
          query.contains("dryRun=All"));
    }
  }

  /** The plural in a path such as {@code /apis/GROUP/VERSION/namespaces/NAME/PLURAL/NAME}. */
  private static String resource(String path) {
    var parts = path.substring(1).split("/");
    var start = parts[0].equals("api") ? 2 : 3;
    if (parts.length > start + 2 && parts[start].equals("namespaces")) {
      return parts[start + 2];
    }
    return parts.length > start ? parts[start] : "discovery";
  }

  /** Where it is. */
  String url() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  /** The cluster without HTTP: to look at it without disturbing. */
  LocalApi api() {
    return kube.api();
  }

  /** What it was asked. */
  Requests requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop().join();
    kube.close();
  }
}
