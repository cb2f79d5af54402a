package io.syncline.localkube.rest;

import io.syncline.model.tree.JsonBytes;
import io.syncline.model.tree.ObjectTree;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes a list as JSON. A small one is made at once; of a large one only a part is in memory at
 * any time, the next one is made when the client took the one before.
 */
final class ListText {
  /** So many bytes are made at once; one object more may stand behind them. */
  private static final int PART = 256 << 10;

  private static final int ROOM = 1 << 10;

  private final Views views;
  private final Iterator<ObjectTree> objects;
  private boolean begun;

  private ListText(Views views, Iterator<ObjectTree> objects) {
    this.views = views;
    this.objects = objects;
  }

  /** The list of {@code objects} with {@code metadata}. */
  static Reply reply(Views views, ObjectTree metadata, Iterable<ObjectTree> objects) {
    var head = views.listHead(metadata);
    var text = new ListText(views, objects.iterator());
    var first = text.head(head);
    text.fill(first);
    if (!text.objects.hasNext()) {
      return Reply.body(200, "application/json", first.raw("]}").toArray());
    }
    return new Reply.Parts(
        200,
        Map.of("Content-Type", List.of("application/json")),
        sink -> text.send(first.toArray(), sink));
  }

  private JsonBytes head(ObjectTree head) {
    var out = new JsonBytes(ROOM).raw("{");
    for (var i = 0; i < head.size(); i++) {
      out.text(head.keyAt(i)).raw(":").value(head.valueAt(i)).raw(",");
    }
    return out.text(views.listMember()).raw(":[");
  }

  private void fill(JsonBytes part) {
    while (part.size() < PART && objects.hasNext()) {
      if (begun) {
        part.raw(",");
      }
      begun = true;
      part.value(views.listed(objects.next()));
    }
  }

  private void send(byte[] first, Reply.Sink sink) throws InterruptedException {
    var open = sink.write(first);
    while (open && objects.hasNext()) {
      var part = new JsonBytes(PART + ROOM);
      fill(part);
      open = sink.write(part.toArray());
    }
    if (open) {
      sink.write(new JsonBytes(2).raw("]}").toArray());
    }
  }
}
