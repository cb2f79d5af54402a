package io.syncline.git;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/** The files of one commit, read as objects: directories are parsed once, blobs on each read. */
final class GitTree implements SourceTree {
  /** Bytes of a file; what is larger is never loaded. */
  static final long LARGEST = 100L << 20;

  private final ObjectStore store;
  private final Remote remote;
  private final String commit;
  private final Parsed parsed;

  /** The root of a commit, and what was parsed below it so far; whoever reads the commit adds. */
  record Parsed(ObjectId root, ConcurrentHashMap<String, Directory> directories) {}

  record Directory(List<Entry> entries, Map<String, Entry> byName) {
    static final Directory NONE = new Directory(List.of(), Map.of());
  }

  GitTree(ObjectStore store, Remote remote, String commit, Parsed parsed) {
    this.store = store;
    this.remote = remote;
    this.commit = commit;
    this.parsed = parsed;
  }

  private static GitTree of(ObjectStore store, Remote remote, String commit, ObjectId root) {
    return new GitTree(store, remote, commit, new Parsed(root, new ConcurrentHashMap<>()));
  }

  Parsed parsed() {
    return parsed;
  }

  /** The tree of {@code commit}, whose objects {@code store} has. */
  static GitTree open(ObjectStore store, Remote remote, String commit) {
    var root =
        reading(
            store,
            remote,
            commit,
            reader -> {
              try (var walk = new RevWalk(reader)) {
                return walk.parseCommit(ObjectId.fromString(commit)).getTree().getId();
              }
            });
    return of(store, remote, commit, root);
  }

  /** A tree without files, for a repository without commits. */
  static GitTree empty(ObjectStore store, Remote remote) {
    return of(store, remote, ObjectId.zeroId().name(), ObjectId.zeroId());
  }

  /** The object id of the root; null for the tree without files. */
  @Nullable ObjectId rootId() {
    return parsed.root().equals(ObjectId.zeroId()) ? null : parsed.root();
  }

  /** A question to the objects. */
  interface Question<T> {
    T ask(ObjectReader reader) throws IOException;
  }

  /** Asks; when the objects turn out damaged, once more after the store has repaired itself. */
  static <T> T reading(ObjectStore store, Remote remote, String commit, Question<T> question) {
    var repository = store.current();
    try (var reader = repository.newObjectReader()) {
      return question.ask(reader);
    } catch (IOException e) {
      if (!Failures.isDamage(e) || !store.repair(repository, remote)) {
        throw Failures.of(e, remote.url(), "read");
      }
    }
    // The fresh copy holds what branches and tags reach; this commit may be another one.
    store.fetch(remote, commit);
    try (var reader = store.current().newObjectReader()) {
      return question.ask(reader);
    } catch (IOException e) {
      throw Failures.of(e, remote.url(), "read");
    }
  }

  @Override
  public Optional<Entry> entry(String path) {
    if (path.isEmpty()) {
      return Optional.of(new Entry("", Type.DIRECTORY, parsed.root().name()));
    }
    var parent = directory(SourcePath.parent(path));
    return Optional.ofNullable(parent.byName().get(SourcePath.name(path)));
  }

  @Override
  public Optional<byte[]> read(String path) {
    return entry(path)
        .filter(entry -> entry.type() == Type.FILE || entry.type() == Type.SYMLINK)
        .map(entry -> blob(path, ObjectId.fromString(entry.id())));
  }

  private byte[] blob(String path, ObjectId id) {
    return reading(
        store,
        remote,
        commit,
        reader -> {
          var found = reader.open(id, Constants.OBJ_BLOB);
          if (found.getSize() > LARGEST) {
            throw new GitException(
                GitException.Code.FAILED,
                path
                    + " of "
                    + label()
                    + " has "
                    + found.getSize()
                    + " bytes (expected: at most "
                    + LARGEST
                    + ")",
                "keep files of this size out of what is rendered");
          }
          return sound(id, Constants.OBJ_BLOB, found.getCachedBytes((int) LARGEST));
        });
  }

  /** A bad disk may change an object so that it can still be read: its name tells. */
  private static byte[] sound(ObjectId id, int type, byte[] content) throws IOException {
    try (var formatter = new ObjectInserter.Formatter()) {
      if (!formatter.idFor(type, content).equals(id)) {
        throw new CorruptObjectException(id, "content does not match its id");
      }
      return content;
    }
  }

  @Override
  public OptionalLong size(String path) {
    return entry(path)
        .filter(entry -> entry.type() == Type.FILE || entry.type() == Type.SYMLINK)
        .map(
            entry ->
                OptionalLong.of(
                    reading(
                        store,
                        remote,
                        commit,
                        reader ->
                            reader.getObjectSize(
                                ObjectId.fromString(entry.id()), Constants.OBJ_BLOB))))
        .orElse(OptionalLong.empty());
  }

  @Override
  public List<Entry> list(String path) {
    return directory(path).entries();
  }

  @Override
  public String label() {
    return GitUrl.name(remote.url()) + ".git@" + commit.substring(0, 7);
  }

  private Directory directory(String path) {
    var known = parsed.directories().get(path);
    if (known != null) {
      return known;
    }
    var read =
        entry(path)
            .filter(entry -> entry.type() == Type.DIRECTORY && rootId() != null)
            .map(entry -> parse(ObjectId.fromString(entry.id())))
            .orElse(Directory.NONE);
    // Absent folders are asked for by every reader with an own spelling: remembering them all
    // would grow without bound.
    if (read != Directory.NONE) {
      parsed.directories().put(path, read);
    }
    return read;
  }

  private Directory parse(ObjectId id) {
    return reading(
        store,
        remote,
        commit,
        reader -> {
          var entries = new ArrayList<Entry>();
          var parser = new CanonicalTreeParser();
          parser.reset(
              sound(
                  id,
                  Constants.OBJ_TREE,
                  reader.open(id, Constants.OBJ_TREE).getCachedBytes((int) LARGEST)));
          for (; !parser.eof(); parser.next()) {
            entries.add(
                new Entry(
                    parser.getEntryPathString(),
                    type(parser.getEntryFileMode()),
                    parser.getEntryObjectId().name(),
                    parser.getEntryFileMode().equals(FileMode.EXECUTABLE_FILE)));
          }
          // Git sorts a directory as if its name ended in a slash; readers expect plain order.
          entries.sort(Comparator.comparing(Entry::name));
          var byName = HashMap.<String, Entry>newHashMap(entries.size());
          entries.forEach(entry -> byName.put(entry.name(), entry));
          return new Directory(List.copyOf(entries), byName);
        });
  }

  private static Type type(FileMode mode) {
    if (mode.equals(FileMode.TREE)) {
      return Type.DIRECTORY;
    }
    if (mode.equals(FileMode.SYMLINK)) {
      return Type.SYMLINK;
    }
    return mode.equals(FileMode.GITLINK) ? Type.SUBMODULE : Type.FILE;
  }
}
