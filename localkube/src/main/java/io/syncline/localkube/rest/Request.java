package io.syncline.localkube.rest;

import io.syncline.localkube.refusal.Cause;
import io.syncline.localkube.refusal.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One request. The body is shared, not copied; nobody may change it. */
public final class Request {
  /** A request that says nothing. */
  static final Request BARE = of("", "", "", Map.of(), new byte[0]);

  private final String method;
  private final List<String> segments;
  private final Map<String, List<String>> query;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Optional<X509Certificate> certificate;
  private final Caller caller;

  private Request(
      String method,
      List<String> segments,
      Map<String, List<String>> query,
      Map<String, String> headers,
      byte[] body,
      Optional<X509Certificate> certificate,
      Caller caller) {
    this.certificate = certificate;
    this.caller = caller;
    this.method = method;
    this.segments = List.copyOf(segments);
    this.query = query;
    this.headers = new LinkedHashMap<>(headers);
    this.body = body;
  }

  /** HTTP method in capitals. */
  public String method() {
    return method;
  }

  /** Decoded parts of the path, without the place where the API is mounted. */
  public List<String> segments() {
    return segments;
  }

  /** The body, empty when there is none; not to be changed. */
  public byte[] body() {
    return body;
  }

  /** A request as it stands on the wire: encoded path, encoded query ("" for none). */
  public static Request of(
      String method, String path, String query, Map<String, String> headers, byte[] body) {
    var segments = new ArrayList<String>();
    for (var segment : path.split("/")) {
      if (!segment.isEmpty()) {
        // A plus sign is itself in a path.
        segments.add(decoded(segment.replace("+", "%2B")));
      }
    }
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var pair : query.split("&")) {
      if (!pair.isEmpty()) {
        var equals = pair.indexOf('=');
        var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    return new Request(
        method, segments, parameters, headers, body, Optional.empty(), Caller.SYSTEM);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A broken escape stands for itself; the name then matches nothing.
      return text;
    }
  }

  /** The first value of a query parameter, "" when absent. */
  public String parameter(String name) {
    var values = query.get(name);
    return values == null || values.isEmpty() ? "" : values.getFirst();
  }

  /** All values of a query parameter, in order. */
  public List<String> parameters(String name) {
    return query.getOrDefault(name, List.of());
  }

  /**
   * The same request, its path without the part at {@code place}, and a watch.
   *
   * @param named whether the path ends with the name of the one object to watch
   */
  Request watching(int place, boolean named) {
    var shorter = new ArrayList<>(segments);
    shorter.remove(place);
    var parameters = new LinkedHashMap<>(query);
    parameters.put("watch", List.of("true"));
    if (named) {
      parameters.put("fieldSelector", List.of("metadata.name=" + shorter.removeLast()));
    }
    return new Request(method, shorter, parameters, headers, body, certificate, caller);
  }

  /** The same request with the certificate its sender has shown. */
  public Request with(X509Certificate shown) {
    return new Request(method, segments, query, headers, body, Optional.of(shown), caller);
  }

  /** The certificate its sender has shown; TLS has checked that the sender has the key of it. */
  Optional<X509Certificate> certificate() {
    return certificate;
  }

  /** The same request, sent by {@code who}. */
  Request from(Caller who) {
    return new Request(method, segments, query, headers, body, certificate, who);
  }

  /** Who sends it. */
  Caller caller() {
    return caller;
  }

  /** The names of the headers that begin with {@code prefix}, in lower case. */
  List<String> headers(String prefix) {
    return headers.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /** Whether a query parameter says yes. */
  public boolean flag(String name) {
    var value = parameter(name);
    return query.containsKey(name) && !value.equals("false") && !value.equals("0");
  }

  /** A query parameter that is a number. */
  public Optional<Long> number(String name) {
    var value = parameter(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(value));
    } catch (NumberFormatException e) {
      var whole = value.matches("[-+]?[0-9]+");
      throw Refusal.badRequest(
          "strconv.ParseInt: parsing \""
              + value
              + "\": "
              + (whole ? "value out of range" : "invalid syntax"));
    }
  }

  /**
   * A query parameter that is a resource version.
   *
   * @return empty when there is none
   */
  public Optional<Long> version(String name) {
    var value = parameter(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var whole = value.matches("[0-9]+");
    try {
      if (whole) {
        return Optional.of(Long.parseLong(value));
      }
    } catch (NumberFormatException tooGreat) {
      whole = true;
    }
    throw Refusal.unexplained(
        name
            + ": Invalid value: "
            + Cause.quoted(value)
            + ": strconv.ParseUint: parsing "
            + Cause.quoted(value)
            + (whole ? ": value out of range" : ": invalid syntax"));
  }

  /** A header by its lower-case name, "" when absent. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The media type of the body without parameters, in lower case. */
  public String contentType() {
    var type = header("content-type");
    var semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /** Method and path only: bodies and queries may hold secrets. */
  @Override
  public String toString() {
    return method + " /" + String.join("/", segments);
  }
}
