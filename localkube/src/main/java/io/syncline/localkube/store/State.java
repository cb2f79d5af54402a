package io.syncline.localkube.store;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All objects at one revision: an immutable snapshot.
 *
 * @param revision revision of the last write in it
 * @param objects objects by {@link Key#text}
 * @param owners dependents by {@code uid key}
 */
public record State(long revision, SortedTree<Stored> objects, SortedTree<Key> owners) {
  /** Nothing stored yet. Revision 1, because clients read "0" as any version. */
  public static final State EMPTY = new State(1, SortedTree.empty(), SortedTree.empty());

  /** The object at {@code key}. */
  public Optional<Stored> get(Key key) {
    return objects.get(key.text());
  }

  /** All objects with an owner reference to {@code uid}. */
  public List<Stored> ownedBy(String uid) {
    var dependents = new ArrayList<Stored>();
    for (var key : owners.under(uid + " ")) {
      get(key).ifPresent(dependents::add);
    }
    return dependents;
  }

  State with(Key key, long newRevision, ObjectTree object) {
    var index = index(owners, get(key).map(Stored::object), key, false);
    return new State(
        newRevision,
        objects.put(key.text(), new Stored(key, newRevision, object)),
        index(index, Optional.of(object), key, true));
  }

  State without(Key key, long newRevision) {
    return new State(
        newRevision,
        objects.remove(key.text()),
        index(owners, get(key).map(Stored::object), key, false));
  }

  private static SortedTree<Key> index(
      SortedTree<Key> index, Optional<ObjectTree> object, Key key, boolean add) {
    if (object.isEmpty()) {
      return index;
    }
    var changed = index;
    for (var owner : Tree.items(Tree.at(object.get(), "metadata", "ownerReferences"))) {
      var entry = Tree.text(owner, "uid") + " " + key.text();
      changed = add ? changed.put(entry, key) : changed.remove(entry);
    }
    return changed;
  }
}
