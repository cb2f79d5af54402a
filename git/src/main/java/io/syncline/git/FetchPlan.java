package io.syncline.git;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.RefSpec;

/**
 * What to ask a server for, so that certain commits come and little else: the references that stood
 * at them when it was last listed. A commit that none stood at has to be asked for by its id.
 *
 * @param references full names, each kept under its own name
 */
record FetchPlan(Set<String> references) {
  /** Where commits are kept that were asked for by id, so that packing does not lose them. */
  static final String BY_ID = "refs/syncline/";

  private static final List<String> PREFERRED = List.of("refs/heads/", "refs/tags/", "refs/");

  /** The plan for {@code commits}, full ids, by what was {@code listed}. */
  static FetchPlan of(RemoteRefs listed, Collection<String> commits) {
    var names = new LinkedHashSet<String>();
    var standing = standing(listed, commits);
    for (var commit : commits) {
      var name = standing.get(commit);
      if (name != null) {
        names.add(name);
      }
    }
    return new FetchPlan(names);
  }

  /** The best reference that stands at each of {@code commits}. */
  private static Map<String, String> standing(RemoteRefs listed, Collection<String> commits) {
    var best = new HashMap<String, String>();
    listed
        .commits()
        .forEach(
            (name, commit) -> {
              if (!name.equals(Constants.HEAD) && commits.contains(commit)) {
                best.merge(commit, name, (a, b) -> rank(b) < rank(a) ? b : a);
              }
            });
    return best;
  }

  private static int rank(String name) {
    for (var i = 0; i < PREFERRED.size(); i++) {
      if (name.startsWith(PREFERRED.get(i))) {
        return i;
      }
    }
    return PREFERRED.size();
  }

  /** The references as a fetch names them. */
  List<RefSpec> referenceSpecs() {
    return references.stream().map(FetchPlan::reference).toList();
  }

  /** One commit by its id. */
  static RefSpec id(String commit) {
    return new RefSpec(commit);
  }

  /** One reference, kept under its own name. */
  static RefSpec reference(String fullName) {
    return new RefSpec("+" + fullName + ":" + fullName);
  }
}
