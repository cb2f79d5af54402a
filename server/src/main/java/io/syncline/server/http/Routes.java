package io.syncline.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.syncline.kube.ClusterException;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts handlers on paths, lets in who is logged in, and turns problems into answers. */
public final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final Set<HttpMethod> WRITES =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  private final ServerBuilder server;
  private final Authenticator authenticator;
  private final ExecutorService threads;

  /** Finds out who calls. */
  @FunctionalInterface
  public interface Authenticator {
    /** The account of the call, "" when nobody is logged in. */
    String userOf(AggregatedHttpRequest request);
  }

  /** Puts routes on {@code server}. */
  public Routes(ServerBuilder server, Authenticator authenticator) {
    this.server = server;
    this.authenticator = authenticator;
    this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
  }

  /** A path for people who are logged in. */
  public Routes on(HttpMethod method, String path, Handler handler) {
    return route(method, path, handler, true);
  }

  /** A path for everybody. */
  public Routes open(HttpMethod method, String path, Handler handler) {
    return route(method, path, handler, false);
  }

  private Routes route(HttpMethod method, String path, Handler handler, boolean login) {
    server
        .route()
        .methods(method)
        .path(path)
        .build(
            (context, request) ->
                HttpResponse.of(
                    request
                        .aggregate()
                        .thenApplyAsync(whole -> answer(context, whole, handler, login), threads)));
    return this;
  }

  private HttpResponse answer(
      ServiceRequestContext context,
      AggregatedHttpRequest request,
      Handler handler,
      boolean login) {
    try {
      var user = authenticator.userOf(request);
      if (login && user.isEmpty()) {
        throw new ApiException(ApiException.Code.UNAUTHENTICATED, "no session information");
      }
      if (login && WRITES.contains(request.method()) && !request.content().isEmpty()) {
        requireJson(request);
      }
      var answer = handler.answer(new Call(context, request, user));
      return answer instanceof HttpResponse ready ? ready : json(HttpStatus.OK, answer);
    } catch (ApiException e) {
      return problem(e.code().http(), e.code().grpc(), String.valueOf(e.getMessage()));
    } catch (ClusterException e) {
      return problem(e);
    } catch (RuntimeException e) {
      LOG.error("request failed: method={} path={}", request.method(), context.path(), e);
      return problem(500, 13, "internal error; hint: the server's log has the details");
    }
  }

  /** Refuses what a form of another site could send (semantics 26). */
  private static void requireJson(AggregatedHttpRequest request) {
    var type = request.contentType();
    if (type == null || !type.belongsTo(MediaType.JSON)) {
      throw new ApiException(
          ApiException.Code.UNSUPPORTED_MEDIA, "invalid content type (expected: application/json)");
    }
  }

  private static HttpResponse problem(ClusterException e) {
    var code =
        switch (e.code()) {
          case NOT_FOUND, UNKNOWN_KIND -> ApiException.Code.NOT_FOUND;
          case ALREADY_EXISTS -> ApiException.Code.ALREADY_EXISTS;
          case CONFLICT -> ApiException.Code.ABORTED;
          case FORBIDDEN, UNAUTHORIZED -> ApiException.Code.PERMISSION_DENIED;
          case INVALID, BAD_REQUEST, UNSUPPORTED, EXPIRED -> ApiException.Code.INVALID_ARGUMENT;
          case TOO_MANY_REQUESTS -> ApiException.Code.RESOURCE_EXHAUSTED;
          case TIMEOUT, UNREACHABLE -> ApiException.Code.UNAVAILABLE;
          case SERVER -> ApiException.Code.INTERNAL;
        };
    return problem(code.http(), code.grpc(), e.text());
  }

  /** A problem in the shape of the gRPC gateway. */
  public static HttpResponse problem(int status, int code, String message) {
    return json(
        HttpStatus.valueOf(status),
        ObjectTree.of("error", message, "code", code, "message", message, "details", List.of()));
  }

  /** A tree as JSON. */
  public static HttpResponse json(HttpStatus status, @Nullable Object tree) {
    return HttpResponse.of(
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON)
            .set("cache-control", "no-store")
            .set("x-content-type-options", "nosniff")
            .build(),
        HttpData.wrap(Json.bytes(tree)));
  }
}
