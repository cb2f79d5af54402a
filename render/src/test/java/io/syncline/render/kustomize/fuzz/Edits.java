package io.syncline.render.kustomize.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Random edits of the files of a kustomization, such as people and programs make. */
final class Edits {
  private static final Pattern VALUE =
      Pattern.compile("(?<=[:-] ['\"]?)[A-Za-z0-9][A-Za-z0-9._/-]*(?!:)");
  private final Chance chance;
  private final List<TreeMap<String, String>> history = new ArrayList<>();

  Edits(long seed) {
    this.chance = new Chance(seed);
  }

  /** The files after one more edit of one to three of them. */
  Map<String, String> next(Map<String, String> files) {
    history.add(new TreeMap<>(files));
    if (chance.percent(12)) {
      return chance.of(history);
    }
    var edited = new TreeMap<>(files);
    for (var i = chance.between(1, 3); i > 0; i--) {
      var name = chance.of(List.copyOf(edited.keySet()));
      edit(edited, name);
    }
    return edited;
  }

  private void edit(TreeMap<String, String> files, String name) {
    var text = files.getOrDefault(name, "");
    switch (chance.below(20)) {
      case 0 -> files.put(name, line(text, true));
      case 1 -> files.put(name, line(text, false));
      case 2 -> files.put(name, text + "\n");
      case 3 -> {
        // The same path in another kustomization: everything may be different.
        var other = KustomizationGrammar.files(chance.below(1_000_000)).get(name);
        if (other != null) {
          files.put(name, other);
        }
      }
      case 4 -> {
        var from = chance.of(List.copyOf(files.keySet()));
        if (from.endsWith(".yaml") && name.endsWith(".yaml") && chance.percent(30)) {
          files.put(name, files.getOrDefault(from, ""));
        }
      }
      default -> files.put(name, word(text));
    }
  }

  /** Without one line, or with one twice. */
  private String line(String text, boolean twice) {
    var lines = new ArrayList<>(List.of(text.split("\n", -1)));
    var at = chance.below(lines.size());
    if (twice) {
      lines.add(at, lines.get(at));
    } else {
      lines.remove(at);
    }
    return String.join("\n", lines);
  }

  /** With another word in the place of one, everywhere or once. */
  private String word(String text) {
    var words = new ArrayList<int[]>();
    var matcher = VALUE.matcher(text);
    while (matcher.find()) {
      words.add(new int[] {matcher.start(), matcher.end()});
    }
    if (words.isEmpty()) {
      return text + "#";
    }
    var place = chance.of(words);
    var old = text.substring(place[0], place[1]);
    var other = chance.of(words);
    var changed =
        chance.one(
            text.substring(other[0], other[1]),
            old + "x",
            chance.of(ObjectGrammar.NAMES),
            chance.of(ObjectGrammar.IMAGES),
            "v" + chance.below(100),
            String.valueOf(chance.below(10)));
    return chance.percent(15)
        ? text.replace(old, changed)
        : text.substring(0, place[0]) + changed + text.substring(place[1]);
  }
}
