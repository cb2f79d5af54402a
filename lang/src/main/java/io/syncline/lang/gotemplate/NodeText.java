package io.syncline.lang.gotemplate;

import java.util.List;
import java.util.stream.Collectors;

/** A node as source text, for messages. */
final class NodeText {
  private NodeText() {}

  static String of(Node node) {
    return switch (node) {
      case Node.Text n -> GoFormat.quote(n.text());
      case Node.Sequence n -> n.nodes().stream().map(NodeText::of).collect(Collectors.joining());
      case Node.Action n -> "{{" + of(n.pipe()) + "}}";
      case Node.Branch n ->
          "{{"
              + n.word()
              + " "
              + of(n.pipe())
              + "}}"
              + of(n.body())
              + n.otherwise().map(o -> "{{else}}" + of(o)).orElse("")
              + "{{end}}";
      case Node.Call n ->
          "{{template "
              + GoFormat.quote(n.name())
              + n.pipe().map(p -> " " + of(p)).orElse("")
              + "}}";
      case Node.Break _ -> "{{break}}";
      case Node.Continue _ -> "{{continue}}";
      case Node.Pipe n -> {
        var head =
            n.variables().isEmpty()
                ? ""
                : String.join(", ", n.variables()) + (n.assigns() ? " = " : " := ");
        yield head + n.commands().stream().map(NodeText::of).collect(Collectors.joining(" | "));
      }
      case Node.Command n ->
          n.words().stream().map(NodeText::word).collect(Collectors.joining(" "));
      case Node.Field n -> "." + String.join(".", n.names());
      case Node.Variable n -> String.join(".", n.names());
      case Node.Chain n -> word(n.node()) + fields(n.names());
      case Node.Identifier n -> n.name();
      case Node.Dot _ -> ".";
      case Node.Nil _ -> "nil";
      case Node.Bool n -> Boolean.toString(n.value());
      case Node.Number n -> n.text();
      case Node.Str n -> n.quoted();
    };
  }

  private static String word(Node node) {
    return node instanceof Node.Pipe ? "(" + of(node) + ")" : of(node);
  }

  private static String fields(List<String> names) {
    return names.stream().map(n -> "." + n).collect(Collectors.joining());
  }
}
