package io.syncline.server.api;

import io.syncline.server.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The lines of a file of known hosts; what is no key of a host stays where it stands.
 *
 * @param lines in order
 */
record KnownHosts(List<String> lines) {
  KnownHosts {
    lines = List.copyOf(lines);
  }

  static KnownHosts of(String text) {
    return new KnownHosts(text.isBlank() ? List.of() : text.stripTrailing().lines().toList());
  }

  /** The host key in {@code line}; empty for comments, marked lines and what cannot be read. */
  private static Optional<ServerIdentity> identity(String line) {
    var words = line.strip().split("\\s+");
    if (words.length < 3 || words[0].startsWith("#") || words[0].startsWith("@")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServerIdentity.ssh(words[0], words[1], words[2]));
    } catch (ApiException unreadable) {
      return Optional.empty();
    }
  }

  List<ServerIdentity> identities() {
    return lines.stream().flatMap(line -> identity(line).stream()).toList();
  }

  Optional<ServerIdentity> find(String host, String kind) {
    return identities().stream()
        .filter(one -> one.host().equals(host) && one.subType().equals(kind))
        .findFirst();
  }

  private static boolean concerns(String line, ServerIdentity key) {
    return identity(line)
        .filter(one -> one.host().equals(key.host()) && one.subType().equals(key.subType()))
        .isPresent();
  }

  /** These with {@code key} in place of the one of that host and kind, or at the end. */
  KnownHosts with(ServerIdentity key) {
    var changed = new ArrayList<String>();
    var line = key.host() + " " + key.subType() + " " + key.text();
    var placed = false;
    for (var each : lines) {
      if (!concerns(each, key)) {
        changed.add(each);
      } else if (!placed) {
        changed.add(line);
        placed = true;
      }
    }
    if (!placed) {
      changed.add(line);
    }
    return new KnownHosts(changed);
  }

  /** These without the key of that host and kind. */
  KnownHosts without(ServerIdentity key) {
    return new KnownHosts(lines.stream().filter(line -> !concerns(line, key)).toList());
  }

  String text() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
