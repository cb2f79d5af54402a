package io.syncline.kube;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a cluster is and how to be let in. Holds secrets: {@link #toString} shows the server only.
 *
 * @param server URL with a path prefix where there is one
 * @param token bearer token
 * @param tokenFile file with a bearer token that changes from time to time
 * @param username for basic authentication, together with {@code password}
 * @param password for basic authentication
 * @param certificate client certificate, PEM
 * @param key private key of that certificate, PEM
 * @param authority certificates to trust, PEM; empty for those of the JVM
 * @param insecure trust any certificate
 * @param namespace default namespace, "" when not given
 */
public record ClusterConfig(
    URI server,
    Optional<String> token,
    Optional<Path> tokenFile,
    Optional<String> username,
    Optional<String> password,
    Optional<String> certificate,
    Optional<String> key,
    Optional<String> authority,
    boolean insecure,
    String namespace) {
  /** A cluster that asks for nothing. */
  public static ClusterConfig of(String server) {
    return new ClusterConfig(
        uri(server),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        "");
  }

  /** A cluster that asks for a token. */
  public static ClusterConfig of(String server, String token) {
    return of(server).withToken(token);
  }

  private ClusterConfig withToken(String text) {
    return new ClusterConfig(
        server,
        Optional.of(text),
        tokenFile,
        username,
        password,
        certificate,
        key,
        authority,
        insecure,
        namespace);
  }

  /** {@code server} without the slash at its end. */
  static URI uri(String server) {
    try {
      var uri = URI.create(server.replaceAll("/+$", ""));
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("no host");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new ClusterException(
          ClusterException.Code.BAD_REQUEST,
          "cluster server \"" + server + "\" is not a URL (expected: https://host:port)",
          e);
    }
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
