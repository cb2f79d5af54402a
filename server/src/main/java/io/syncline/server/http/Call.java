package io.syncline.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.syncline.model.tree.Json;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

  /** The body as an object; the empty object when there is no body. */
  public ObjectTree body() {
    var bytes = request.content().array();
    if (bytes.length == 0) {
      return ObjectTree.EMPTY;
    }
    try {
      return Json.parseObject(bytes);
    } catch (Json.SyntaxException e) {
      throw ApiException.invalid("request body: " + e.getMessage());
    }
  }
}
