package io.syncline.git;

import java.util.Optional;

/**
 * How one repository is reached: who we say we are, and whom we believe.
 *
 * @param login who we say we are
 * @param trust whom we believe
 * @param proxy URL of an HTTP or SOCKS proxy
 * @param noProxy hosts reached without the proxy, as the variable {@code no_proxy} has them: names
 *     with or without a leading dot, addresses, networks, each with a port if need be, or {@code *}
 */
public record Credentials(Login login, Trust trust, Optional<String> proxy, String noProxy) {
  private static final Credentials ANONYMOUS =
      new Credentials(new Anonymous(), Trust.SYSTEM, Optional.empty(), "");

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
   * An installed GitHub App, whose key buys tokens that live an hour.
   *
   * @param appId number of the app
   * @param installationId number of its installation; 0 for the one of the repository's owner
   * @param privateKey the app's key as PEM text
   * @param api base of GitHub's API, such as {@code https://api.github.com}
   */
  public record GitHubApp(long appId, long installationId, String privateKey, String api)
      implements Login {
    @Override
    public String toString() {
      return "GitHubApp[appId=" + appId + "]";
    }
  }

  /**
   * A Google Cloud service account, whose key buys tokens.
   *
   * @param key the account's key file, JSON
   */
  public record GoogleAccount(String key) implements Login {
    @Override
    public String toString() {
      return "GoogleAccount[]";
    }
  }

  /**
   * A login that was configured but cannot be used: every contact fails with these words.
   *
   * @param reason what is wrong with it
   * @param hint what to do about it
   */
  public record Unusable(String reason, String hint) implements Login {}

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
    return new Credentials(other, trust, proxy, noProxy);
  }

  /** The same with other trust. */
  public Credentials with(Trust other) {
    return new Credentials(login, other, proxy, noProxy);
  }

  /** The same through the proxy at {@code url}. */
  public Credentials throughProxy(String url) {
    return throughProxy(url, noProxy);
  }

  /** The same through the proxy at {@code url}, but not to the hosts in {@code except}. */
  public Credentials throughProxy(String url, String except) {
    return new Credentials(login, trust, Optional.of(url), except);
  }

  @Override
  public String toString() {
    return "Credentials[" + login + ", " + trust + "]";
  }
}
