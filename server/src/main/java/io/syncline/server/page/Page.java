package io.syncline.server.page;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerBuilder;
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
          "html", MediaType.HTML_UTF_8,
          "js", MediaType.parse("text/javascript; charset=utf-8"),
          "css", MediaType.CSS_UTF_8,
          "svg", MediaType.parse("image/svg+xml"),
          "json", MediaType.JSON_UTF_8,
          "woff2", MediaType.parse("font/woff2"),
          "png", MediaType.PNG,
          "ico", MediaType.parse("image/x-icon"));

  private final ConcurrentHashMap<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

  /** Puts the page under everything that no other path takes. */
  public void mount(ServerBuilder server) {
    server.serviceUnder("/", (context, _) -> answer(context.decodedPath()));
  }

  private HttpResponse answer(String path) {
    if (path.startsWith("/api/")) {
      return HttpResponse.of(HttpStatus.NOT_FOUND, MediaType.JSON, "{\"code\":5,\"message\":\"Not Found\",\"error\":\"Not Found\"}");
    }
    var name = path.substring(1);
    var file = name.isEmpty() || name.contains("..") ? Optional.<byte[]>empty() : file(name);
    if (file.isPresent()) {
      var dot = name.lastIndexOf('.');
      var type = TYPES.getOrDefault(dot < 0 ? "" : name.substring(dot + 1), MediaType.OCTET_STREAM);
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
    return files.computeIfAbsent(name, Page::load);
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
