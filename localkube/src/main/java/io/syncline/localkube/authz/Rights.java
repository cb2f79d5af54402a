package io.syncline.localkube.authz;

import java.util.List;

/**
 * What somebody may do in one namespace and in the whole cluster.
 *
 * @param rules the rules that apply, in the order of their bindings
 * @param problem what was missing while looking, "" when nothing
 */
public record Rights(List<Rule> rules, String problem) {
  /** Copies the rules. */
  public Rights {
    rules = List.copyOf(rules);
  }
}
