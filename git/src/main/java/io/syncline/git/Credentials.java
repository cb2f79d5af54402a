package io.syncline.git;

import java.util.Optional;

/**
 * How one repository is reached: who we say we are, and whom we believe.
 *
 * @param login who we say we are
 * @param trust whom we believe
 * @param proxy URL of an HTTP proxy
 */
public record Credentials(Login login, Trust trust, Optional<String> proxy) {
  private static final Credentials ANONYMOUS =
      new Credentials(new Anonymous(), Trust.SYSTEM, Optional.empty());

  /** Who we say we are. */
  public sealed interface Login {}

  /** Nobody; over SSH the user's own keys when the settings permit it. */
  public record Anonymous() implements Login {}

  /** User name and password (or token) over HTTP. */
  public record Basic(String username, String password) implements Login {
    @Override
    public String toString() {
      return "Basic[username=" + username + "]";
    }
  }

  /** A bearer token over HTTP. */
  public record Bearer(String token) implements Login {
    @Override
    public String toString() {
      return "Bearer[]";
    }
  }

  /** A private key over SSH, as PEM or OpenSSH text. */
  public record SshKey(String privateKey) implements Login {
    @Override
    public String toString() {
      return "SshKey[]";
    }
  }

  /**
   * Whom we believe.
   *
   * @param insecure whether neither TLS certificates nor SSH host keys are checked
   * @param certificates PEM certificates believed for this host instead of the system's; "" for the
   *     system's
   * @param knownHosts lines as in {@code known_hosts}; "" for the user's file
   * @param clientCertificate PEM certificate shown to the server; "" for none
   * @param clientKey PEM private key of {@code clientCertificate}; "" for none
   */
  public record Trust(
      boolean insecure,
      String certificates,
      String knownHosts,
      String clientCertificate,
      String clientKey) {
    /** The system's certificates and the user's known hosts. */
    public static final Trust SYSTEM = new Trust(false, "", "", "", "");

    @Override
    public String toString() {
      return "Trust[insecure=" + insecure + "]";
    }
  }

  /** No login, the system's trust. */
  public static Credentials anonymous() {
    return ANONYMOUS;
  }

  /** User name and password or token over HTTP. */
  public static Credentials basic(String username, String password) {
    return ANONYMOUS.with(new Basic(username, password));
  }

  /** A bearer token over HTTP. */
  public static Credentials bearer(String token) {
    return ANONYMOUS.with(new Bearer(token));
  }

  /** A private key over SSH. */
  public static Credentials sshKey(String privateKey) {
    return ANONYMOUS.with(new SshKey(privateKey));
  }

  /** The same with another login. */
  public Credentials with(Login other) {
    return new Credentials(other, trust, proxy);
  }

  /** The same with other trust. */
  public Credentials with(Trust other) {
    return new Credentials(login, other, proxy);
  }

  /** The same through the HTTP proxy at {@code url}. */
  public Credentials throughProxy(String url) {
    return new Credentials(login, trust, Optional.of(url));
  }

  @Override
  public String toString() {
    return "Credentials[" + login + ", " + trust + "]";
  }
}
