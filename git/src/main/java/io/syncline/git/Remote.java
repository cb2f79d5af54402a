package io.syncline.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * The other end: where it is and how we log in.
 *
 * @param url as the user wrote it, for messages
 * @param address where to read, after the user's rewriting rules
 * @param pushAddress where to push, after the user's rewriting rules
 * @param login how we log in, with keys exchanged for tokens
 * @param settings timeouts and the user's home
 */
record Remote(String url, String address, String pushAddress, Login login, GitSettings settings) {
  /** How we log in, now. */
  interface Login {
    /** With what we log in now. */
    Credentials credentials();

    /** Throws away what was bought and is refused; false when there is nothing to buy anew. */
    default boolean renew() {
      return false;
    }
  }

  /** One contact with the server. */
  private interface Contact<T> {
    T make() throws IOException;
  }

  /** Makes it; once more when a token was refused, which may have been taken back early. */
  private <T> T contact(Contact<T> contact) throws IOException {
    try {
      return contact.make();
    } catch (IOException e) {
      if (Failures.of(e, url, "log in at").code() != GitException.Code.AUTH || !login.renew()) {
        throw e;
      }
      return contact.make();
    }
  }

  /** A large first fetch is many short silences. */
  private static final int WHOLE_FETCH_TIMEOUTS = 10;

  /** The references the server names, in its order. */
  RemoteRefs list() {
    try {
      return Shield.run(url, () -> contact(this::listOnce));
    } catch (IOException e) {
      throw Failures.of(e, url, "list");
    }
  }

  private RemoteRefs listOnce() throws IOException {
    try (var transport = configured(Transport.open(uri(address)), address);
        var connection = transport.openFetch()) {
      var commits = new LinkedHashMap<String, String>();
      Optional<String> head = Optional.empty();
      for (var ref : connection.getRefs()) {
        if (ref.getName().equals(Constants.HEAD) && ref.isSymbolic()) {
          head = Optional.of(ref.getTarget().getName());
        }
        var id = commit(ref);
        if (id != null) {
          commits.put(ref.getName(), id.name());
        }
      }
      return new RemoteRefs(commits, head);
    }
  }

  private static @org.jspecify.annotations.Nullable ObjectId commit(Ref ref) {
    return ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
  }

  /**
   * Brings {@code specs} into {@code repository}.
   *
   * @param depth how many commits of each history; 0 for all
   */
  void fetch(Repository repository, List<RefSpec> specs, boolean prune, int depth)
      throws IOException {
    contact(
        () -> {
          try (var transport = configured(Transport.open(repository, uri(address)), address)) {
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setRemoveDeletedRefs(prune);
            if (depth > 0) {
              transport.setDepth(depth);
            }
            return transport.fetch(deadline(), specs);
          }
        });
  }

  private Deadline deadline() {
    return new Deadline(settings.fetchTimeout().multipliedBy(WHOLE_FETCH_TIMEOUTS));
  }

  /**
   * Moves one reference of the server by {@code update}, sending from {@code repository}.
   *
   * @return what the server and its hooks said
   */
  String push(Repository repository, RemoteRefUpdate update, Optional<String> receivePack)
      throws IOException {
    return contact(
        () -> {
          try (var transport =
              configured(Transport.open(repository, uri(pushAddress)), pushAddress)) {
            receivePack.ifPresent(transport::setOptionReceivePack);
            return transport.push(deadline(), List.of(update)).getMessages();
          }
        });
  }

  private static URIish uri(String address) throws TransportException {
    try {
      var path = GitUrl.localPath(address);
      return path.isPresent()
          ? new URIish().setPath(path.get().toAbsolutePath().toString())
          : new URIish(address);
    } catch (URISyntaxException e) {
      throw new TransportException("malformed URL " + GitUrl.redact(address), e);
    }
  }

  private Transport configured(Transport transport, String target) {
    transport.setTimeout((int) Math.max(1, settings.fetchTimeout().toSeconds()));
    Logins.apply(transport, target, login.credentials(), settings);
    return transport;
  }
}
