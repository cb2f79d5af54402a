package io.syncline.kube;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param serverName name the server's certificate must have instead of the host of the URL
 * @param insecure trust any certificate
 * @param namespace default namespace, "" when not given
 * @param exec command that prints a token, a client certificate or both
 * @param proxy HTTP proxy in between, a URL
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
    Optional<String> serverName,
    boolean insecure,
    String namespace,
    Optional<Exec> exec,
    Optional<String> proxy) {
  /**
   * A command that prints an ExecCredential.
   *
   * @param command program, looked up in the PATH
   * @param arguments of it
   * @param environment added to our own
   * @param apiVersion of the ExecCredential it is to print
   * @param hint what to do when the program is not there, "" for nothing
   */
  public record Exec(
      String command,
      List<String> arguments,
      Map<String, String> environment,
      String apiVersion,
      String hint) {
    /** Copies the collections. */
    public Exec {
      arguments = List.copyOf(arguments);
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Arguments and environment may hold secrets. */
    @Override
    public String toString() {
      return command;
    }
  }

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
        Optional.empty(),
        false,
        "",
        Optional.empty(),
        Optional.empty());
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
        serverName,
        insecure,
        namespace,
        exec,
        proxy);
  }

  /**
   * {@code server} without the slash at its end and without a query: that tells registered clusters
   * of one server apart and is nothing the server is asked.
   */
  static URI uri(String server) {
    try {
      var uri = URI.create(server.replaceAll("/*([?#].*)?$", ""));
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
