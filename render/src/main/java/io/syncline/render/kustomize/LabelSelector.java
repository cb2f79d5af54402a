package io.syncline.render.kustomize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A label selector as {@code kubectl -l} takes it; all its terms must hold. */
record LabelSelector(List<Term> terms) {
  private static final Pattern KEY =
      Pattern.compile(
          "(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern SET =
      Pattern.compile("([^\\s,()!=<>]+)\\s+(in|notin)\\s*\\(([^()]*)\\)");
  private static final Pattern COMPARED =
      Pattern.compile("([^\\s,()!=<>]+)\\s*(==|=|!=|>|<)\\s*([^\\s,()!=<>]*)");
  private static final Pattern BARE = Pattern.compile("(!?)\\s*([^\\s,()!=<>]+)");

  private enum Operator {
    EXISTS,
    ABSENT,
    IN,
    NOT_IN,
    GREATER,
    LESS
  }

  private record Term(String key, Operator operator, Set<String> values) {
    boolean holds(Map<String, String> labels) {
      var value = labels.get(key);
      return switch (operator) {
        case EXISTS -> value != null;
        case ABSENT -> value == null;
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case GREATER -> value != null && compare(value) > 0;
        case LESS -> value != null && compare(value) < 0;
      };
    }

    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException _) {
        return 0;
      }
    }
  }

  boolean isEmpty() {
    return terms.isEmpty();
  }

  boolean matches(Map<String, String> labels) {
    return terms.stream().allMatch(term -> term.holds(labels));
  }

  static LabelSelector parse(String text) {
    var terms = new ArrayList<Term>();
    var rest = text.strip();
    while (!rest.isEmpty()) {
      var used = term(rest, text, terms);
      rest = rest.substring(used).strip();
      if (!rest.isEmpty()) {
        if (rest.charAt(0) != ',' || rest.length() == 1) {
          throw unparsable(text, rest);
        }
        rest = rest.substring(1).strip();
      }
    }
    return new LabelSelector(List.copyOf(terms));
  }

  private static int term(String rest, String whole, List<Term> terms) {
    var set = SET.matcher(rest);
    if (set.lookingAt()) {
      var values = new TreeSet<String>();
      for (var value : set.group(3).split(",", -1)) {
        values.add(value.strip());
      }
      var operator = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
      terms.add(new Term(key(set.group(1), whole), operator, values));
      return set.end();
    }
    var compared = COMPARED.matcher(rest);
    if (compared.lookingAt()) {
      var operator =
          switch (compared.group(2)) {
            case "!=" -> Operator.NOT_IN;
            case ">" -> Operator.GREATER;
            case "<" -> Operator.LESS;
            default -> Operator.IN;
          };
      terms.add(new Term(key(compared.group(1), whole), operator, Set.of(compared.group(3))));
      return compared.end();
    }
    var bare = BARE.matcher(rest);
    if (bare.lookingAt()) {
      var operator = bare.group(1).isEmpty() ? Operator.EXISTS : Operator.ABSENT;
      terms.add(new Term(key(bare.group(2), whole), operator, Set.of()));
      return bare.end();
    }
    throw unparsable(whole, rest);
  }

  private static String key(String key, String whole) {
    if (!KEY.matcher(key).matches()) {
      throw unparsable(whole, key);
    }
    return key;
  }

  private static BuildException unparsable(String whole, String part) {
    return new BuildException("unable to parse selector '" + whole + "' at '" + part + "'");
  }
}
