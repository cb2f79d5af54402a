package io.syncline.pipeline;

import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.Yaml;
import io.syncline.model.yaml.YamlSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The images of one file: what is there, and the file with some of them set. */
final class FileEdit {
  private final String file;
  private final byte[] content;
  private final List<Yaml.Document> documents;
  private final List<Place> places = new ArrayList<>();

  /**
   * A site in a document.
   *
   * @param document counted from 0
   */
  record Place(int document, ImageSites.Form form, ImageSite site) {}

  /**
   * Reads {@code content}; throws {@link io.syncline.model.yaml.YamlException} when it is no YAML.
   *
   * @param base the values that those of the file are laid over
   */
  FileEdit(String file, byte[] content, ObjectTree base) {
    this.file = file;
    this.content = content;
    this.documents = Yaml.documents(content);
    for (var i = 0; i < documents.size(); i++) {
      var value = documents.get(i).value();
      var form = ImageSites.form(file, value);
      for (var site : ImageSites.in(form, value, base)) {
        places.add(new Place(i, form, site));
      }
    }
  }

  String file() {
    return file;
  }

  List<Place> places() {
    return places;
  }

  /** A place and the version it is to name. */
  record Wish(Place place, ImageReference wanted) {}

  /** What {@code wishes} come to in this file. */
  ImageEdit set(List<Wish> wishes) {
    var spans = YamlSpans.of(content);
    var values =
        new ArrayList<@Nullable Object>(documents.stream().map(Yaml.Document::value).toList());
    var textChanges = new ArrayList<YamlSpans.Change>();
    var changes = new ArrayList<ImageChange>();
    var unchanged = new ArrayList<ImageChange>();
    for (var wish : wishes) {
      var place = wish.place();
      var changed = false;
      var line = 0;
      for (var edit : SiteEdit.of(place.site(), wish.wanted())) {
        var before = values.get(place.document());
        var after = edit.applied(before);
        var inText = edit.changes(spans, place.document()).orElseThrow(() -> noPlace(place));
        line = line == 0 ? lineOf(inText.getFirst()) : line;
        if (!Objects.equals(before, after)) {
          values.set(place.document(), after);
          textChanges.addAll(inText);
          changed = true;
        }
      }
      var report = report(place, line, wish.wanted());
      (changed ? changes : unchanged).add(report);
    }
    if (changes.isEmpty()) {
      return new ImageEdit(java.util.Map.of(), changes, unchanged);
    }
    var edited = spans.with(textChanges);
    verify(edited, values);
    return new ImageEdit(java.util.Map.of(file, Optional.of(edited)), changes, unchanged);
  }

  private static int lineOf(YamlSpans.Change change) {
    return switch (change) {
      case YamlSpans.Change.Value value -> value.span().line();
      case YamlSpans.Change.Key key -> key.span().line();
      case YamlSpans.Change.Entry entry -> entry.key().line();
    };
  }

  private ImageChange report(Place place, int line, ImageReference wanted) {
    var image = place.site().image();
    var now =
        wanted.tag().isEmpty() && place.site().kind() == ImageSite.Kind.PARTS
            ? new ImageReference(image.name(), image.tag(), wanted.digest())
            : image.at(wanted);
    return new ImageChange(
        file, line, place.document() + 1, place.site().field(), image.toString(), now.toString());
  }

  private PipelineException noPlace(Place place) {
    return new PipelineException(
        "image at " + place.site().field() + " in " + file + " has no text of its own to edit",
        "write it as an ordinary YAML field");
  }

  /** The text must say exactly what was meant: nothing else may have moved. */
  private void verify(byte[] edited, List<@Nullable Object> expected) {
    var actual = new ArrayList<@Nullable Object>();
    Yaml.documents(edited).forEach(document -> actual.add(document.value()));
    if (!actual.equals(expected)) {
      throw new PipelineException(
          "setting the image in " + file + " would change other fields too, so nothing was changed",
          "an anchor shared with other fields does this: write the image out where it is used");
    }
  }
}
