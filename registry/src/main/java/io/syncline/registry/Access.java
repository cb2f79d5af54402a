package io.syncline.registry;

/**
 * How a repository is reached.
 *
 * @param login who we say we are
 * @param trust whom we believe
 * @param route through which proxy
 * @param passCredentials whether the login also goes to other hosts the repository refers to
 * @param plainHttp whether an OCI registry is spoken to without TLS
 */
public record Access(
    Login login, Trust trust, Route route, boolean passCredentials, boolean plainHttp) {
  /** No login, the system's trust, no proxy. */
  public static final Access ANONYMOUS =
      new Access(new Anonymous(), Trust.SYSTEM, Route.DIRECT, false, false);

  /** Who we say we are. */
  public sealed interface Login {}

  /** Nobody. */
  public record Anonymous() implements Login {}

  /** User name and password or token. */
  public record Basic(String username, String password) implements Login {
    @Override
    public String toString() {
      return "Basic[username=" + username + "]";
    }
  }

  /** A token. */
  public record Bearer(String token) implements Login {
    @Override
    public String toString() {
      return "Bearer[]";
    }
  }

  /**
   * Whom we believe.
   *
   * @param insecure whether certificates go unchecked
   * @param certificates PEM certificates believed instead of the system's; "" for the system's
   * @param clientCertificate PEM certificate shown to the server; "" for none
   * @param clientKey PEM private key of it
   */
  public record Trust(
      boolean insecure, String certificates, String clientCertificate, String clientKey) {
    /** The system's certificates. */
    public static final Trust SYSTEM = new Trust(false, "", "", "");

    @Override
    public String toString() {
      return "Trust[insecure=" + insecure + "]";
    }
  }

  /**
   * Through which proxy.
   *
   * @param proxy URL of an HTTP proxy; "" for none
   * @param noProxy hosts reached without it, separated by commas: names with their subdomains,
   *     addresses, networks such as {@code 10.0.0.0/8}, each with a port if need be, or {@code *}
   */
  public record Route(String proxy, String noProxy) {
    /** No proxy. */
    public static final Route DIRECT = new Route("", "");

    @Override
    public String toString() {
      return "Route[proxied=" + !proxy.isEmpty() + "]";
    }
  }

  /** The same with another login. */
  public Access with(Login other) {
    return new Access(other, trust, route, passCredentials, plainHttp);
  }

  /** The same with other trust. */
  public Access with(Trust other) {
    return new Access(login, other, route, passCredentials, plainHttp);
  }

  /** The same through a proxy. */
  public Access with(Route other) {
    return new Access(login, trust, other, passCredentials, plainHttp);
  }

  /** The same with credentials passed on or not. */
  public Access passing(boolean everywhere) {
    return new Access(login, trust, route, everywhere, plainHttp);
  }

  /** The same with or without TLS for OCI. */
  public Access plain(boolean http) {
    return new Access(login, trust, route, passCredentials, http);
  }
}
