package io.syncline.lang.semver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of versions, such as {@code >=1.2 <2 || ~3.1}. Immutable. */
public final class Constraint {
  private static final String OPERATOR = "=<|<=|=>|>=|!=|~>|=|>|<|~|\\^|";
  private static final String NUMBER = "[0-9xX*|]+";
  private static final String VERSION =
      "v?(" + NUMBER + ")(\\." + NUMBER + ")?(\\." + NUMBER + ")?" + Version.SUFFIX;
  private static final Pattern ONE = Pattern.compile("(" + OPERATOR + ")\\s*(" + VERSION + ")");
  private static final Pattern ALL =
      Pattern.compile(
          "\\s*("
              + OPERATOR
              + ")\\s*("
              + VERSION
              + ")\\s*((\\s+|,\\s*)("
              + OPERATOR
              + ")\\s*("
              + VERSION
              + ")\\s*)*");
  private static final Pattern HYPHEN =
      Pattern.compile("\\s*(" + VERSION + ")\\s+-\\s+(" + VERSION + ")\\s*");

  private final String text;
  private final List<List<Term>> alternatives;

  private Constraint(String text, List<List<Term>> alternatives) {
    this.text = text;
    this.alternatives = alternatives;
  }

  /** The range {@code text} spells; empty when it is none. */
  public static Optional<Constraint> parse(String text) {
    if (text.length() > 4096) {
      return Optional.empty();
    }
    var alternatives = new ArrayList<List<Term>>();
    for (var alternative :
        HYPHEN.matcher(text).replaceAll(Constraint::bounds).split("\\|\\|", -1)) {
      var terms = terms(alternative);
      if (terms.isEmpty()) {
        return Optional.empty();
      }
      alternatives.add(terms.get());
    }
    return Optional.of(new Constraint(text, alternatives));
  }

  private static String bounds(java.util.regex.MatchResult range) {
    return Matcher.quoteReplacement(" >= " + range.group(1) + ", <= " + range.group(11) + " ");
  }

  private static Optional<List<Term>> terms(String alternative) {
    if (!ALL.matcher(alternative).matches()) {
      return Optional.empty();
    }
    var terms = new ArrayList<Term>();
    var one = ONE.matcher(alternative);
    while (one.find()) {
      var term = Term.of(one);
      if (term.isEmpty()) {
        return Optional.empty();
      }
      terms.add(term.get());
    }
    return Optional.of(terms);
  }

  /** Whether {@code version} lies in the range. */
  public boolean allows(Version version) {
    for (var terms : alternatives) {
      var prereleases = terms.stream().anyMatch(t -> !t.version().prerelease().isEmpty());
      if (!version.prerelease().isEmpty() && !prereleases) {
        continue;
      }
      if (terms.stream().allMatch(t -> t.allows(version))) {
        return true;
      }
    }
    return false;
  }

  /** The range as written. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * One comparison.
   *
   * @param operator as written
   * @param version what to compare with, zeros where a number is open
   * @param open the first place left out or a wildcard: 0 major, 1 minor, 2 patch, 3 none
   */
  private record Term(String operator, Version version, int open) {
    static Optional<Term> of(Matcher match) {
      var major = match.group(3);
      var minor = part(match.group(4));
      var patch = part(match.group(5));
      var open = isOpen(major) ? 0 : isOpen(minor) ? 1 : isOpen(patch) ? 2 : 3;
      var suffix = match.group(6) == null ? "" : match.group(6);
      var text =
          switch (open) {
            case 0 -> "0.0.0" + suffix;
            case 1 -> major + ".0.0" + suffix;
            case 2 -> major + "." + minor + ".0" + suffix;
            default -> match.group(2);
          };
      return Version.parse(text).map(version -> new Term(match.group(1), version, open));
    }

    private static String part(@org.jspecify.annotations.Nullable String group) {
      return group == null ? "" : group.substring(1);
    }

    private static boolean isOpen(String number) {
      return number.isEmpty() || number.equals("x") || number.equals("X") || number.equals("*");
    }

    boolean allows(Version v) {
      return switch (operator) {
        case "", "=" -> open < 3 ? tilde(v) : v.compareTo(version) == 0;
        case "!=" -> differs(v);
        case ">" -> above(v);
        case "<" -> v.compareTo(version) < 0;
        case ">=", "=>" -> v.compareTo(version) >= 0;
        case "<=", "=<" -> atMost(v);
        case "~", "~>" -> tilde(v);
        default -> caret(v);
      };
    }

    private boolean tilde(Version v) {
      if (v.compareTo(version) < 0) {
        return false;
      }
      var zero = version.major() == 0 && version.minor() == 0 && version.patch() == 0;
      if (zero && open != 1 && open != 2) {
        return true;
      }
      return v.major() == version.major() && (open == 1 || v.minor() == version.minor());
    }

    private boolean caret(Version v) {
      if (v.compareTo(version) < 0) {
        return false;
      }
      if (open == 0) {
        return true;
      }
      if (version.major() > 0 || open == 1) {
        return v.major() == version.major();
      }
      if (v.major() > 0) {
        return false;
      }
      if (version.minor() > 0 || open == 2) {
        return v.minor() == version.minor();
      }
      return v.minor() == 0 && v.patch() == version.patch();
    }

    private boolean differs(Version v) {
      if (open == 3) {
        return v.compareTo(version) != 0;
      }
      if (v.major() != version.major()) {
        return true;
      }
      if (open == 1) {
        return false;
      }
      if (v.minor() != version.minor()) {
        return true;
      }
      return open == 2
          ? Version.comparePrerelease(v.prerelease(), version.prerelease()) != 0
          : v.compareTo(version) != 0;
    }

    private boolean above(Version v) {
      if (open == 3 || open == 0 || v.major() != version.major()) {
        return v.compareTo(version) > 0;
      }
      return open == 2 && v.minor() > version.minor();
    }

    private boolean atMost(Version v) {
      if (open == 3) {
        return v.compareTo(version) <= 0;
      }
      if (v.major() > version.major()) {
        return false;
      }
      return v.major() != version.major() || v.minor() <= version.minor() || open == 1;
    }
  }
}
