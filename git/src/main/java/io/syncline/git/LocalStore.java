package io.syncline.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository on this machine, read in place: nothing to fetch, nothing to repair. */
final class LocalStore implements ObjectStore {
  private final Repository repository;
  private final TreeCache trees = new TreeCache();
  private final SignatureCache signatures = new SignatureCache();

  LocalStore(Path folder) {
    try {
      repository =
          new FileRepositoryBuilder().setGitDir(folder.toFile()).setMustExist(true).build();
    } catch (IOException | IllegalArgumentException e) {
      throw Failures.of(e, folder.toString(), "open");
    }
  }

  @Override
  public String name() {
    return GitRepositories.digest(repository.getDirectory().toString());
  }

  @Override
  public Repository current() {
    return repository;
  }

  @Override
  public RemoteRefs refs(Remote remote) {
    // Whoever holds it still must be told when it is gone.
    GitUrl.localPath(remote.address())
        .ifPresent(path -> GitRepositories.localRepository(remote.url(), path));
    try {
      var database = repository.getRefDatabase();
      var commits = new LinkedHashMap<String, String>();
      for (var ref : database.getRefs()) {
        var peeled = database.peel(ref);
        var id =
            peeled.getPeeledObjectId() == null ? peeled.getObjectId() : peeled.getPeeledObjectId();
        if (id != null) {
          commits.put(ref.getName(), id.name());
        }
      }
      return new RemoteRefs(
          commits,
          Optional.ofNullable(database.exactRef(Constants.HEAD))
              .filter(Ref::isSymbolic)
              .map(head -> head.getTarget().getName()));
    } catch (IOException e) {
      throw Failures.of(e, remote.url(), "list");
    }
  }

  @Override
  public void fetch(Remote remote, String revision) {
    // What is missing here is missing for good: these are the objects themselves.
  }

  @Override
  public void fetchReference(Remote remote, String fullName) {
    // It stands here, or nowhere.
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
    return trees.get(this, remote, commit);
  }

  @Override
  public Optional<GitTree> recentTree(Remote remote, String commit) {
    return trees.recent(this, remote, commit);
  }

  @Override
  public SignatureCache signatures() {
    return signatures;
  }

  @Override
  public void close() {
    repository.close();
  }
}
