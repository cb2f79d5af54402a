package io.syncline.engine.access;

import java.util.List;

/**
 * Who asks.
 *
 * @param subject user id, local account, or {@code proj:project:role} for a project token
 * @param groups groups the identity provider vouches for
 * @param tokenId id of the token, "" when it has none
 * @param issuedAt when the token was issued, in seconds since 1970; 0 when unknown
 */
public record Caller(String subject, List<String> groups, String tokenId, long issuedAt) {
  /** Copies the list. */
  public Caller {
    groups = List.copyOf(groups);
  }

  /** A user or account without groups. */
  public static Caller named(String subject) {
    return new Caller(subject, List.of(), "", 0);
  }

  /** Whether this is a token of a project's role. */
  boolean projectToken() {
    return subject.startsWith("proj:") && subject.split(":", -1).length == 3;
  }
}
