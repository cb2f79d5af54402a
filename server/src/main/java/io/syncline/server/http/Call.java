package io.syncline.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param context of the server
 * @param request whole request
 * @param user account that is logged in, "" when nobody is
 */
public record Call(ServiceRequestContext context, AggregatedHttpRequest request, String user) {
  /** A part of the path, decoded. */
  public String path(String name) {
    return Objects.requireNonNull(context.pathParam(name), name);
  }

  /** The first value of a query parameter, "" when absent. */
  public String query(String name) {
    return params().get(name, "");
  }

  /** All values of a query parameter. */
  public List<String> queries(String name) {
    return params().getAll(name);
  }

  /** Whether a query parameter is {@code true}; {@code otherwise} when absent. */
  public boolean flag(String name, boolean otherwise) {
    var value = query(name);
    return value.isEmpty() ? otherwise : value.equals("true");
  }

  private QueryParams params() {
    return context.queryParams();
  }

  /** One header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.headers().get(name));
  }

  /** A query parameter that is a whole number; {@code otherwise} when absent or no such number. */
  public long number(String name, long otherwise) {
    try {
      return Long.parseLong(query(name));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** The body as an object; the empty object when there is no body. */
  public ObjectTree body() {
    if (request.content().isEmpty()) {
      return ObjectTree.EMPTY;
    }
    var value = value();
    if (value instanceof ObjectTree tree) {
      return tree;
    }
    throw ApiException.invalid("request body is not a JSON object (expected: {…})");
  }

  /** The body as any JSON value. */
  public @Nullable Object value() {
    try {
      return Json.parse(request.content().array());
    } catch (Json.SyntaxException e) {
      throw ApiException.invalid("request body: " + e.getMessage());
    }
  }

  /**
   * JSON inside a text of the body, as the gateway carries patches.
   *
   * @param what name of the text in the answer to a bad one
   */
  public static @Nullable Object inner(String what, String text) {
    try {
      return Json.parse(text);
    } catch (Json.SyntaxException e) {
      throw ApiException.invalid(what + ": " + e.getMessage());
    }
  }
}
