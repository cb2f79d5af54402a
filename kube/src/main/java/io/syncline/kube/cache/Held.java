package io.syncline.kube.cache;

import io.syncline.model.object.Manifest;
import io.syncline.model.object.ObjectKey;
import io.syncline.model.tree.Tree;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One object as it is held: what it is found by stands open, the whole of it is a tree while
 * somebody works with it and packed otherwise. Everything but the body is guarded by the index.
 */
final class Held {
  private static final Uid[] NOBODY = {};
  private static final VarHandle BODY;

  static {
    try {
      BODY = MethodHandles.lookup().findVarHandle(Held.class, "body", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Key in which all words that others have too are one copy. */
  final ObjectKey key;

  Uid uid = Uid.of("");
  Uid[] owners = NOBODY;
  Optional<String> instance = Optional.empty();

  /** The list that named it last; 0 for none. */
  int mark;

  private long version;
  private @Nullable String opaque;

  /** A {@link Manifest}, or a {@link Packed} one. */
  private volatile Object body;

  Held(ObjectKey key, Manifest object) {
    this.key =
        new ObjectKey(
            key.group().intern(), key.kind().intern(), key.namespace().intern(), key.name());
    this.body = object;
  }

  /** Takes in what {@code object} is found by. */
  void describe(Manifest object, Optional<String> tracked) {
    uid = uid.is(object.uid()) ? uid : Uid.of(object.uid());
    owners = owners(object);
    instance = tracked.equals(instance) ? instance : tracked.map(String::intern);
    opaque = null;
    try {
      version = Long.parseLong(object.resourceVersion());
    } catch (NumberFormatException notCounted) {
      opaque = object.resourceVersion();
    }
  }

  static Uid[] owners(Manifest object) {
    var references = object.owners();
    if (references.isEmpty()) {
      return NOBODY;
    }
    var uids = new LinkedHashSet<Uid>();
    references.forEach(reference -> uids.add(Uid.of(Tree.text(reference, "uid"))));
    return uids.toArray(Uid[]::new);
  }

  /**
   * Whether {@code than} came later than what is held. API servers count versions up; where one
   * does not, every other version counts as later.
   */
  boolean olderThan(String than) {
    if (opaque != null) {
      return !opaque.equals(than);
    }
    try {
      return Long.parseLong(than) > version;
    } catch (NumberFormatException notCounted) {
      return true;
    }
  }

  /** Whether what is held came later than {@code than}. */
  boolean newerThan(String than) {
    if (opaque != null) {
      return !opaque.equals(than);
    }
    try {
      return version > Long.parseLong(than);
    } catch (NumberFormatException notCounted) {
      return true;
    }
  }

  String version() {
    return opaque == null ? Long.toString(version) : opaque;
  }

  Object body() {
    return body;
  }

  void body(Manifest object) {
    body = object;
  }

  /** Packs {@code object} when it is still what is held. */
  void pack(Manifest object, Vocabulary vocabulary) {
    if (body == object) {
      var _ = BODY.compareAndSet(this, object, vocabulary.pack(object));
    }
  }
}
