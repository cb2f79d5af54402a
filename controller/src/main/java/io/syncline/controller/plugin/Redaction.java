package io.syncline.controller.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what programs say of their problems: the values of variables that by their
 * name hold one, and what looks like one.
 */
final class Redaction {
  private static final String HIDDEN = "********";
  private static final int SHORTEST = 4;
  private static final Pattern NAME =
      Pattern.compile("PASS|PWD|SECRET|TOKEN|KEY|CREDENTIAL|AUTH|PRIVATE|CERT|LOGIN");

  private static final List<Pattern> LOOKS =
      List.of(
          Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END[A-Z -]*|\\z)"),
          // The beginning of a key may have scrolled away.
          Pattern.compile("\\A(?s:.*)-----END [A-Z ]*PRIVATE KEY-----"),
          Pattern.compile("(?<=://)[^/\\s@]+(?=@)"),
          Pattern.compile("(?i)(?<=\\bbearer\\s|\\bbasic\\s)[A-Za-z0-9+/=._~-]{6,}"),
          Pattern.compile(
              "(?i)(?<=(?:password|passwd|pwd|secret|token|api_key|api-key|apikey|access_key|"
                  + "access-key|private_key|credential|credentials)[\"']{0,1}\\s{0,2}[=:]"
                  + "\\s{0,2}[\"']{0,1})[^\\s\"',;]+"),
          Pattern.compile("\\b(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-)[A-Za-z0-9_-]{10,}"),
          Pattern.compile("\\bAKIA[0-9A-Z]{12,}"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"));

  private final List<String> values;

  private Redaction(List<String> values) {
    this.values = List.copyOf(values);
  }

  /** For programs that are given {@code variables}. */
  static Redaction of(Map<String, String> variables) {
    return new Redaction(
        variables.entrySet().stream()
            .filter(one -> NAME.matcher(one.getKey().toUpperCase(Locale.ROOT)).find())
            .map(Map.Entry::getValue)
            .filter(value -> value.strip().length() >= SHORTEST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** Takes out {@code secrets} too. */
  Redaction and(List<String> secrets) {
    var all = new ArrayList<>(values);
    secrets.stream().filter(s -> s.strip().length() >= SHORTEST).forEach(all::add);
    all.sort(Comparator.comparingInt(String::length).reversed());
    return new Redaction(all);
  }

  /** {@code text} without them. */
  String of(String text) {
    var shown = text;
    for (var value : values) {
      shown = shown.replace(value, HIDDEN);
    }
    for (var look : LOOKS) {
      shown = look.matcher(shown).replaceAll(HIDDEN);
    }
    return shown;
  }
}
