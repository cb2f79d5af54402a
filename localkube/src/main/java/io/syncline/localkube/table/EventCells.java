package io.syncline.localkube.table;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cells of events. */
final class EventCells {
  private EventCells() {}

  static Object cell(String column, ObjectTree event, Instant now) {
    return switch (column) {
      case "Last Seen" -> Age.since(last(event), now);
      case "Type" -> Tree.text(event, "type");
      case "Reason" -> Tree.text(event, "reason");
      case "Object" -> {
        var involved = first(Tree.at(event, "involvedObject"), Tree.at(event, "regarding"));
        yield Tree.text(involved, "kind").toLowerCase(Locale.ROOT)
            + "/"
            + Tree.text(involved, "name");
      }
      case "Subobject" -> Tree.text(event, "involvedObject", "fieldPath");
      case "Source" -> {
        var component = Tree.text(event, "source", "component");
        var host = Tree.text(event, "source", "host");
        var source = component.isEmpty() ? Tree.text(event, "reportingComponent") : component;
        yield host.isEmpty() ? source : source + ", " + host;
      }
      case "Message" -> {
        var message = Tree.text(event, "message");
        yield (message.isEmpty() ? Tree.text(event, "note") : message).strip();
      }
      case "First Seen" -> {
        var first = Tree.text(event, "firstTimestamp");
        yield Age.since(first.isEmpty() ? Tree.text(event, "eventTime") : first, now);
      }
      case "Count" -> Long.toString(Math.max(1, Tree.number(event, 1, "count")));
      default -> "";
    };
  }

  private static ObjectTree first(@Nullable Object a, @Nullable Object b) {
    return Tree.object(a == null ? b : a);
  }

  private static String last(ObjectTree event) {
    for (var path :
        new String[][] {
          {"series", "lastObservedTime"},
          {"lastTimestamp"},
          {"deprecatedLastTimestamp"},
          {"eventTime"},
          {"firstTimestamp"},
          {"metadata", "creationTimestamp"}
        }) {
      var time = Tree.text(event, path);
      if (!time.isEmpty()) {
        return time;
      }
    }
    return "";
  }
}
