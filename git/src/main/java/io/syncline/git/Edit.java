package io.syncline.git;

import io.syncline.model.source.SourceTree;
import java.util.Map;
import java.util.Optional;

/**
 * A change as a function of the files it finds. It is applied again, from the start, to each newer
 * head until a push succeeds; so it must depend on nothing else, and wanting what is already there
 * must give the empty map or the same bytes.
 */
@FunctionalInterface
public interface Edit {
  /** Path to new content, or to empty for a deletion. What it throws ends the push. */
  Map<String, Optional<byte[]>> apply(SourceTree head);
}
