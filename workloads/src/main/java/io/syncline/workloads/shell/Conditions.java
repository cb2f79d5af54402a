package io.syncline.workloads.shell;

import java.io.IOException;
import java.util.List;

/** The command {@code test}. */
final class Conditions {
  private Conditions() {}

  static int test(Session session, List<String> arguments, Streams streams) throws IOException {
    var words = arguments;
    if (!words.isEmpty() && words.getLast().equals("]")) {
      words = words.subList(0, words.size() - 1);
    }
    var not = !words.isEmpty() && words.getFirst().equals("!");
    if (not) {
      words = words.subList(1, words.size());
    }
    return holds(session, words) == not ? 1 : 0;
  }

  private static boolean holds(Session session, List<String> words) {
    return switch (words.size()) {
      case 0 -> false;
      case 1 -> !words.getFirst().isEmpty();
      case 2 -> holds(session, words.get(0), words.get(1));
      default -> compares(words.get(0), words.get(1), words.get(2));
    };
  }

  private static boolean holds(Session session, String operator, String word) {
    var files = session.files();
    var path = session.path(word);
    return switch (operator) {
      case "-d" -> files.isFolder(path);
      case "-f" -> files.read(path).isPresent();
      case "-e", "-r", "-w", "-x" -> files.exists(path);
      case "-s" -> files.read(path).filter(bytes -> bytes.length > 0).isPresent();
      case "-n" -> !word.isEmpty();
      case "-z" -> word.isEmpty();
      default -> false;
    };
  }

  private static boolean compares(String left, String operator, String right) {
    if (operator.equals("=") || operator.equals("==")) {
      return left.equals(right);
    }
    if (operator.equals("!=")) {
      return !left.equals(right);
    }
    if (!left.matches("-?\\d{1,18}") || !right.matches("-?\\d{1,18}")) {
      return false;
    }
    var order = Long.compare(Long.parseLong(left), Long.parseLong(right));
    return switch (operator) {
      case "-eq" -> order == 0;
      case "-ne" -> order != 0;
      case "-lt" -> order < 0;
      case "-le" -> order <= 0;
      case "-gt" -> order > 0;
      case "-ge" -> order >= 0;
      default -> false;
    };
  }
}
