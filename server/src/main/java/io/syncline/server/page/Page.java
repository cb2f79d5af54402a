package io.syncline.server.page;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerBuilder;
import io.syncline.server.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Serves the built page from {@code io/syncline/ui} on the class path. */
public final class Page {
  private static final String ROOT = "/io/syncline/ui/";
  private static final Map<String, MediaType> TYPES =
      Map.of(
          "html",
          MediaType.HTML_UTF_8,
          "js",
          MediaType.parse("text/javascript; charset=utf-8"),
          "css",
          MediaType.CSS_UTF_8,
          "svg",
          MediaType.parse("image/svg+xml"),
          "json",
          MediaType.JSON_UTF_8,
          "woff2",
          MediaType.parse("font/woff2"),
          "png",
          MediaType.PNG,
          "ico",
          MediaType.parse("image/x-icon"));

  private final ConcurrentHashMap<String, byte[]> files = new ConcurrentHashMap<>();

  /** Puts the page under everything that no other path takes. */
  public void mount(ServerBuilder server) {
    server.serviceUnder("/", (context, _) -> answer(context.decodedPath()));
  }

  private HttpResponse answer(String path) {
    if (path.equals("/api") || path.startsWith("/api/")) {
      return Routes.problem(404, 5, "Not Found");
    }
    var name = path.substring(1);
    // Only names of files of the page: a folder on the class path must not be listed.
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    var file = type == null || name.contains("..") ? Optional.<byte[]>empty() : file(name);
    if (type != null && file.isPresent()) {
      return send(file.get(), type, name.startsWith("assets/"));
    }
    if (name.startsWith("assets/")) {
      return HttpResponse.of(HttpStatus.NOT_FOUND);
    }
    return file("index.html")
        .map(bytes -> send(bytes, MediaType.HTML_UTF_8, false))
        .orElseGet(
            () ->
                HttpResponse.of(
                    HttpStatus.NOT_FOUND,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "the web page was not built into this server; the API answers at /api\n"));
  }

  private Optional<byte[]> file(String name) {
    var known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    // Misses are not kept: anybody can ask for any number of names.
    var loaded = load(name);
    loaded.ifPresent(bytes -> files.put(name, bytes));
    return loaded;
  }

  private static Optional<byte[]> load(String name) {
    try (var in = Page.class.getResourceAsStream(ROOT + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("page file " + name, e);
    }
  }

  private static HttpResponse send(byte[] bytes, MediaType type, boolean immutable) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .set("cache-control", immutable ? "public, max-age=31536000, immutable" : "no-cache")
            .set("x-content-type-options", "nosniff")
            .set("x-frame-options", "sameorigin")
            .set("content-security-policy", "frame-ancestors 'self'")
            .build(),
        HttpData.wrap(bytes));
  }
}
