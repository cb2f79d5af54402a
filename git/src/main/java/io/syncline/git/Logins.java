package io.syncline.git;

import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Gives a transport what it needs to log in. */
final class Logins {
  private Logins() {}

  static void apply(
      Transport transport, String address, Credentials credentials, GitSettings settings) {
    switch (transport) {
      case TransportHttp http -> {
        http.setHttpConnectionFactory(new HttpConnections(address, credentials));
        http.setCredentialsProvider(provider(credentials));
      }
      case SshTransport ssh -> ssh.setSshSessionFactory(SshSessions.factory(credentials, settings));
      default -> {}
    }
  }

  /** Never one that asks a person, and never one that another part of the process installed. */
  private static CredentialsProvider provider(Credentials credentials) {
    return credentials.login() instanceof Credentials.Basic basic
        ? new UsernamePasswordCredentialsProvider(basic.username(), basic.password())
        : new UsernamePasswordCredentialsProvider("", "");
  }
}
