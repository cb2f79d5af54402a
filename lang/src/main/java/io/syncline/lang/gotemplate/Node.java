package io.syncline.lang.gotemplate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The syntax tree of a template. */
sealed interface Node {
  /** Where the node stands in its text, in characters from 0. */
  int offset();

  record Text(int offset, String text) implements Node {}

  record Sequence(int offset, List<Node> nodes) implements Node {
    public Sequence {
      nodes = List.copyOf(nodes);
    }

    /** Whether nothing but blanks and definitions is in it. */
    boolean blank() {
      return nodes.stream().allMatch(n -> n instanceof Text t && t.text().isBlank());
    }
  }

  record Action(int offset, Pipe pipe) implements Node {}

  /** {@code if}, {@code with} or {@code range}. */
  record Branch(int offset, String word, Pipe pipe, Sequence body, Optional<Sequence> otherwise)
      implements Node {}

  record Call(int offset, String name, Optional<Pipe> pipe) implements Node {}

  record Break(int offset) implements Node {}

  record Continue(int offset) implements Node {}

  record Pipe(int offset, List<String> variables, boolean assigns, List<Command> commands)
      implements Node {
    public Pipe {
      variables = List.copyOf(variables);
      commands = List.copyOf(commands);
    }
  }

  record Command(int offset, List<Node> words) implements Node {
    public Command {
      words = List.copyOf(words);
    }
  }

  record Field(int offset, List<String> names) implements Node {
    public Field {
      names = List.copyOf(names);
    }
  }

  /** The first name is the variable with its {@code $}. */
  record Variable(int offset, List<String> names) implements Node {
    public Variable {
      names = List.copyOf(names);
    }
  }

  record Chain(int offset, Node node, List<String> names) implements Node {
    public Chain {
      names = List.copyOf(names);
    }
  }

  record Identifier(int offset, String name) implements Node {}

  record Dot(int offset) implements Node {}

  record Nil(int offset) implements Node {}

  record Bool(int offset, boolean value) implements Node {}

  /** A number that is whole, a float, or both, like {@code 1e3}. */
  record Number(int offset, String text, boolean fractional, @Nullable Long whole, double real)
      implements Node {}

  record Str(int offset, String quoted, String value) implements Node {}
}
