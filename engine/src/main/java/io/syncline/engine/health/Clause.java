package io.syncline.engine.health;

import io.syncline.model.object.Manifest;
import io.syncline.model.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One question a rule asks of an object. Its answer is the condition that makes it fit (an empty
 * one when it fits by something else), or nothing.
 */
sealed interface Clause {
  /** A fit that no condition speaks for. */
  StatusCondition PLAIN = new StatusCondition("", "", "", "");

  /** The condition by which {@code live} fits; empty when it does not. */
  Optional<StatusCondition> match(Manifest live);

  private static Optional<StatusCondition> plain(boolean fits) {
    return fits ? Optional.of(PLAIN) : Optional.empty();
  }

  /**
   * There is a condition in one of the lists at {@code place} with these words; empty: any. With
   * {@code last}, only the last one of each list is looked at; none of {@code except} may stand
   * there.
   */
  record Condition(
      FieldPath place,
      Map<String, Set<String>> words,
      Map<String, Set<String>> except,
      boolean last)
      implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return place.values(live).stream()
          .map(Tree::items)
          .flatMap(
              list -> list.subList(last ? Math.max(0, list.size() - 1) : 0, list.size()).stream())
          .filter(this::fits)
          .map(StatusCondition::from)
          .findFirst();
    }

    private boolean fits(Object condition) {
      return words.entrySet().stream()
              .allMatch(word -> word.getValue().contains(Tree.text(condition, word.getKey())))
          && except.entrySet().stream()
              .noneMatch(word -> word.getValue().contains(Tree.text(condition, word.getKey())));
    }
  }

  /** The status, or a condition, is about an older spec. */
  record Stale() implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return plain(
          StatusCondition.observed(live).stream().anyMatch(seen -> seen < live.generation()));
    }
  }

  /** The object is on its way out. */
  record Deleting() implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return plain(live.deleting());
    }
  }

  /** There is something at {@code path}; with {@code filled}, something not empty. */
  record Has(FieldPath path, boolean filled) implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return plain(path.values(live).stream().anyMatch(v -> !filled || !isEmpty(v)));
    }

    private static boolean isEmpty(Object value) {
      return value.equals("")
          || (value instanceof Map<?, ?> map && map.isEmpty())
          || (value instanceof List<?> list && list.isEmpty());
    }
  }

  /** One of the texts at {@code path} is, or begins with, one of {@code wanted}. */
  record Text(FieldPath path, Set<String> wanted, boolean prefix) implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return plain(
          path.texts(live).stream()
              .anyMatch(
                  text ->
                      prefix ? wanted.stream().anyMatch(text::startsWith) : wanted.contains(text)));
    }
  }

  /** Two fields read alike. */
  record Same(FieldPath left, FieldPath right) implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return plain(left.texts(live).equals(right.texts(live)));
    }
  }

  /** The number at {@code left} stands in {@code relation} to a sum; absent fields count 0. */
  record Number(FieldPath left, String relation, List<Term> right) implements Clause {
    /** A summand: a field or a fixed number, added or taken away. */
    record Term(Optional<FieldPath> path, double fixed, int sign) {
      double value(Manifest live) {
        return sign * path.map(p -> p.number(live)).orElse(fixed);
      }
    }

    @Override
    public Optional<StatusCondition> match(Manifest live) {
      var order =
          Double.compare(
              left.number(live), right.stream().mapToDouble(term -> term.value(live)).sum());
      return plain(
          switch (relation) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> order == 0;
          });
    }
  }

  /** The opposite. */
  record Not(Clause clause) implements Clause {
    @Override
    public Optional<StatusCondition> match(Manifest live) {
      return plain(clause.match(live).isEmpty());
    }
  }
}
