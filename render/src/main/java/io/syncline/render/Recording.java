package io.syncline.render;

import io.syncline.model.source.SourceTree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that one render can read, with a record of what it did read. For one render on one thread.
 */
public final class Recording {
  private final RecordingTree tree;
  private final Map<String, RecordingTree> refs = new LinkedHashMap<>();
  private final Map<RemoteAddress, Remotes.Remote> remotes = new LinkedHashMap<>();
  private final Set<RemoteAddress> missed = new LinkedHashSet<>();
  private final RenderRequest request;
  private String revision = "";

  /** Records what {@code asked} reads of {@code tree} and of all it refers to. */
  public Recording(SourceTree tree, RenderRequest asked) {
    this.tree = new RecordingTree(tree, asked.limits());
    asked.refs().forEach((name, ref) -> refs.put(name, new RecordingTree(ref, asked.limits())));
    this.request =
        asked.among(
            new RenderRequest.Surroundings(
                new LinkedHashMap<>(refs), recorded(asked.remotes()), asked.plugins()));
  }

  private Remotes recorded(Remotes elsewhere) {
    return new Remotes() {
      @Override
      public Remote open(RemoteAddress address) {
        return Recording.this.open(elsewhere, address);
      }

      @Override
      public Optional<String> refusal(List<RemoteAddress.Chart> charts) {
        return elsewhere.refusal(charts);
      }
    };
  }

  /** The source's own tree. */
  public RecordingTree tree() {
    return tree;
  }

  /** The request over recorded trees. */
  public RenderRequest request() {
    return request;
  }

  /** Records that the result depends on where the source points. */
  public void showRevision() {
    revision = Inputs.revision(request);
  }

  /** What was read so far. */
  public Inputs inputs() {
    var own = tree.inputs();
    var others = new TreeMap<String, Inputs>();
    refs.forEach(
        (name, ref) -> {
          var read = ref.inputs();
          if (!read.isEmpty()) {
            others.put(name, read);
          }
        });
    var fetched = new LinkedHashMap<RemoteAddress, String>();
    missed.forEach(address -> fetched.put(address, Inputs.ABSENT));
    remotes.forEach((address, remote) -> fetched.put(address, remote.identity()));
    return new Inputs(own.files(), own.listings(), others, fetched, revision);
  }

  /** One render sees one state of what stands elsewhere, however often it asks. */
  private Remotes.Remote open(Remotes elsewhere, RemoteAddress address) {
    var known = remotes.get(address);
    if (known != null) {
      return known;
    }
    // What cannot be had is an input too: once it can, the render is worth another try.
    missed.add(address);
    var opened = elsewhere.open(address);
    remotes.put(address, opened);
    return opened;
  }
}
