package io.syncline.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Where the objects of commits are made before they are pushed: a mirror itself, or for a
 * repository on this machine a folder of ours that borrows its objects, so that nothing reaches it
 * except by a push it accepts.
 */
record Workspace(ObjectStore store, Path folder) implements AutoCloseable {
  private static final Path NONE = Path.of("");

  static Workspace open(GitRepository repository) throws IOException {
    if (!(repository.store() instanceof LocalStore)) {
      return new Workspace(repository.store(), NONE);
    }
    var source = repository.store().current();
    Files.createDirectories(repository.repositories().scratch());
    var folder = Files.createTempDirectory(repository.repositories().scratch(), "push");
    var scratch =
        new FileRepositoryBuilder()
            .setGitDir(folder.toFile())
            .setBare()
            .addAlternateObjectDirectory(source.getDirectory().toPath().resolve("objects").toFile())
            .build();
    scratch.create(true);
    return new Workspace(new Borrowing(scratch), folder);
  }

  Repository repository() {
    return store.current();
  }

  @Override
  public void close() throws IOException {
    if (!folder.equals(NONE)) {
      store.close();
      Folders.delete(folder);
    }
  }

  /** Reads what is borrowed and what was made; there is nothing to fetch. */
  private record Borrowing(Repository current) implements ObjectStore {
    @Override
    public String name() {
      return GitRepositories.digest(current.getDirectory().toString());
    }

    @Override
    public RemoteRefs refs(Remote remote) {
      return remote.list();
    }

    @Override
    public void fetch(Remote remote, String revision) {
      // All there is, is here.
    }

    @Override
    public void fetchReference(Remote remote, String fullName) {
      // All there is, is here.
    }

    @Override
    public RemoteRefs known(Remote remote) {
      return refs(remote);
    }

    @Override
    public boolean deepen(Remote remote) {
      return false;
    }

    @Override
    public boolean repair(Repository broken, Remote remote) {
      return false;
    }

    @Override
    public GitTree tree(Remote remote, String commit) {
      return new TreeCache().get(this, remote, commit);
    }

    @Override
    public Optional<GitTree> recentTree(Remote remote, String commit) {
      return Optional.empty();
    }

    @Override
    public SignatureCache signatures() {
      return new SignatureCache();
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
