package io.syncline.git;

import java.util.List;

/**
 * A user's rules for URLs: {@code url.<base>.insteadOf} and {@code url.<base>.pushInsteadOf}. The
 * longest matching beginning wins, the first of equals.
 *
 * @param rules in the order of the configuration
 */
public record UrlRewrites(List<Rule> rules) {
  /** No rule. */
  public static final UrlRewrites NONE = new UrlRewrites(List.of());

  /**
   * URLs that begin with {@code prefix} begin with {@code base} instead.
   *
   * @param pushOnly whether only pushes are rewritten
   */
  public record Rule(String base, String prefix, boolean pushOnly) {}

  /** Copies the list. */
  public UrlRewrites {
    rules = List.copyOf(rules);
  }

  /** The URL to read {@code url} from. */
  public String forFetch(String url) {
    return rewrite(url, false).orElse(url);
  }

  /** The URL to push {@code url} to: a push rule if one matches, else as for reading. */
  public String forPush(String url) {
    return rewrite(url, true).orElseGet(() -> forFetch(url));
  }

  private java.util.Optional<String> rewrite(String url, boolean push) {
    Rule best = null;
    for (var rule : rules) {
      if (rule.pushOnly() == push
          && url.startsWith(rule.prefix())
          && (best == null || rule.prefix().length() > best.prefix().length())) {
        best = rule;
      }
    }
    return best == null
        ? java.util.Optional.empty()
        : java.util.Optional.of(best.base() + url.substring(best.prefix().length()));
  }
}
