package io.syncline.lang.cel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed expression. Immutable. */
public final class Cel {
  /** Functions beside those of the language. */
  public interface Extension {
    /** Whether there is such a function. */
    boolean knows(String function);

    /**
     * The value of a call; empty when the arguments do not fit.
     *
     * @throws CelException when the call fails
     */
    Optional<Object> call(String function, List<Object> arguments);

    /** No functions. */
    Extension NONE =
        new Extension() {
          @Override
          public boolean knows(String function) {
            return false;
          }

          @Override
          public Optional<Object> call(String function, List<Object> arguments) {
            return Optional.empty();
          }
        };
  }

  private final Node root;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<List<String>> chains = new ArrayList<>();
  private final Set<String> functions = new LinkedHashSet<>();

  private Cel(Node root) {
    this.root = root;
    collect(root);
  }

  /**
   * Reads an expression.
   *
   * @throws CelException when {@code source} is none
   */
  public static Cel parse(String source) {
    return new Cel(Parser.parse(source));
  }

  /** Whether the expression speaks of a variable. */
  public boolean names(String variable) {
    return names.contains(variable);
  }

  /** The chains of fields it reads from a variable outside of loops. */
  public List<List<String>> chains(String variable) {
    return chains.stream()
        .filter(chain -> chain.getFirst().equals(variable))
        .map(chain -> chain.subList(1, chain.size()))
        .toList();
  }

  /** The functions it calls that nobody knows. */
  public List<String> unknown(Extension extension) {
    return functions.stream()
        .filter(name -> !Functions.NAMES.contains(name) && !extension.knows(name))
        .toList();
  }

  /**
   * The value for {@code variables}: tree values (null for null), and {@link Instant}, {@link
   * Duration} and {@link Bytes}.
   *
   * @param budget steps that may still be taken; less by those taken
   * @throws CelException when there is none, or the budget is used up
   */
  public @Nullable Object value(Map<String, ?> variables, Extension extension, CelBudget budget) {
    var value = new Evaluation(variables, extension, budget).value(root, Optional.empty());
    return value == Null.NULL ? null : value;
  }

  private static Optional<List<String>> chain(Node node) {
    return switch (node) {
      case Node.Name name -> Optional.of(List.of(name.name()));
      case Node.Field field ->
          chain(field.target())
              .map(
                  outer -> {
                    var whole = new ArrayList<>(outer);
                    whole.add(field.field());
                    return List.copyOf(whole);
                  });
      default -> Optional.empty();
    };
  }

  private void collect(Node node) {
    switch (node) {
      case Node.Constant _ -> {}
      case Node.Name name -> names.add(name.name());
      case Node.Field field -> {
        chain(field).ifPresent(chains::add);
        collect(field.target());
      }
      case Node.Index index -> {
        collect(index.target());
        collect(index.place());
      }
      case Node.Call call -> {
        functions.add(call.function());
        call.arguments().forEach(this::collect);
      }
      case Node.Both both -> {
        collect(both.left());
        collect(both.right());
      }
      case Node.Choice choice -> {
        collect(choice.test());
        collect(choice.yes());
        collect(choice.no());
      }
      case Node.Items items -> items.items().forEach(item -> collect(item.value()));
      case Node.Entries entries ->
          entries
              .entries()
              .forEach(
                  entry -> {
                    collect(entry.key());
                    collect(entry.value());
                  });
      case Node.Loop loop -> {
        collect(loop.target());
        collect(loop.body());
        loop.result().ifPresent(this::collect);
      }
      case Node.Bind bind -> {
        collect(bind.value());
        collect(bind.body());
      }
    }
  }
}
