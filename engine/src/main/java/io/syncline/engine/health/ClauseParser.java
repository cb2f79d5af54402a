package io.syncline.engine.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the questions of rules. Clauses are joined by {@code and}; each may begin with {@code not}:
 *
 * <ul>
 *   <li>{@code condition TYPE=STATUS reason=A|B}: such a condition is there, {@code reason!=A} one
 *       without that reason; {@code in PATH} behind it looks at another list than {@code
 *       status.conditions}; {@code *} as type fits any; {@code last} before it asks only the last
 *       condition
 *   <li>{@code has PATH}, {@code filled PATH}: something is there, something not empty
 *   <li>{@code PATH = A|B}, {@code PATH ^= A|B}, {@code PATH = PATH}: reads or begins like that
 *   <li>{@code PATH < PATH - PATH}: numbers, also {@code <=}, {@code >}, {@code >=}, {@code ==}
 *   <li>{@code stale}: status or a condition is about an older generation
 *   <li>{@code deleting}
 * </ul>
 */
final class ClauseParser {
  private static final Pattern COMPARISON = Pattern.compile("(\\S+) (=|!=|\\^=|==|<=|>=|<|>) (.+)");
  private static final FieldPath CONDITIONS = FieldPath.parse("status.conditions");

  private ClauseParser() {}

  /** The clauses of one line, all of which have to fit. */
  static List<Clause> parse(String text) {
    return Arrays.stream(text.strip().split(" and ")).map(ClauseParser::clause).toList();
  }

  private static Clause clause(String text) {
    if (text.startsWith("not ")) {
      return new Clause.Not(clause(text.substring(4)));
    }
    if (text.equals("stale")) {
      return new Clause.Stale();
    }
    if (text.equals("deleting")) {
      return new Clause.Deleting();
    }
    if (text.startsWith("has ")) {
      return new Clause.Has(FieldPath.parse(text.substring(4)), false);
    }
    if (text.startsWith("filled ")) {
      return new Clause.Has(FieldPath.parse(text.substring(7)), true);
    }
    if (text.startsWith("last condition ")) {
      return condition(text.substring(5), true);
    }
    return text.startsWith("condition ") ? condition(text, false) : comparison(text);
  }

  private static Clause condition(String text, boolean last) {
    var words = new LinkedHashMap<String, Set<String>>();
    var except = new LinkedHashMap<String, Set<String>>();
    var place = CONDITIONS;
    var pieces = text.split(" ");
    for (var i = 1; i < pieces.length; i++) {
      if (pieces[i].equals("in")) {
        place = FieldPath.parse(pieces[++i]);
        continue;
      }
      var other = pieces[i].indexOf("!=");
      if (other > 0) {
        except.put(pieces[i].substring(0, other), alternatives(pieces[i].substring(other + 2)));
        continue;
      }
      var equals = pieces[i].indexOf('=');
      var name = equals < 0 ? pieces[i] : pieces[i].substring(0, equals);
      var wanted = equals < 0 ? Set.<String>of() : alternatives(pieces[i].substring(equals + 1));
      if (i > 1) {
        words.put(name, wanted);
        continue;
      }
      if (!name.equals("*")) {
        words.put("type", alternatives(name));
      }
      if (!wanted.isEmpty()) {
        words.put("status", wanted);
      }
    }
    return new Clause.Condition(place, words, except, last);
  }

  private static Clause comparison(String text) {
    var found = COMPARISON.matcher(text);
    if (!found.matches()) {
      throw new IllegalStateException("health rule: cannot read clause \"" + text + "\"");
    }
    var path = FieldPath.parse(found.group(1));
    var right = found.group(3);
    return switch (found.group(2)) {
      case "=" -> equality(path, right);
      case "!=" -> new Clause.Not(equality(path, right));
      case "^=" -> new Clause.Text(path, alternatives(right), true);
      default -> new Clause.Number(path, found.group(2), sum(right));
    };
  }

  private static Clause equality(FieldPath path, String right) {
    return FieldPath.looksLike(right)
        ? new Clause.Same(path, FieldPath.parse(right))
        : new Clause.Text(path, alternatives(right), false);
  }

  private static Set<String> alternatives(String text) {
    return new LinkedHashSet<>(Arrays.asList(text.split("\\|", -1)));
  }

  private static List<Clause.Number.Term> sum(String text) {
    var terms = new ArrayList<Clause.Number.Term>();
    var sign = 1;
    for (var piece : text.split(" ")) {
      switch (piece) {
        case "-" -> sign = -1;
        case "+" -> sign = 1;
        default -> {
          var path = FieldPath.looksLike(piece);
          terms.add(
              new Clause.Number.Term(
                  path ? Optional.of(FieldPath.parse(piece)) : Optional.empty(),
                  path ? 0 : Double.parseDouble(piece),
                  sign));
        }
      }
    }
    return terms;
  }
}
