package io.syncline.pipeline;

import io.syncline.model.source.SourcePath;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.yaml.YamlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Sets images to other versions where a repository names them: containers of manifests, values of
 * Helm charts, {@code images} of kustomizations. Only the tokens that say the version change.
 */
public final class ImageSet {
  private static final int FOUND_SHOWN = 12;

  private final List<ImageReference> images;
  private final Optional<String> container;

  private ImageSet(List<ImageReference> images, Optional<String> container) {
    this.images = List.copyOf(images);
    this.container = container;
  }

  /**
   * The wish for {@code images}, each a name with a tag, a digest or both.
   *
   * @param container name of the only container to change; empty for all places
   * @throws PipelineException when none is given, or one image twice
   */
  public static ImageSet of(List<ImageReference> images, Optional<String> container) {
    if (images.isEmpty()) {
      throw new PipelineException("no image given (expected: name:tag)", "say which image to set");
    }
    for (var i = 0; i < images.size(); i++) {
      for (var other : images.subList(i + 1, images.size())) {
        if (images.get(i).isSameImage(other)) {
          throw new PipelineException(
              "image " + other.name() + " is given twice: " + images.get(i) + " and " + other,
              "give each image once");
        }
      }
    }
    return new ImageSet(images, container);
  }

  /** The images wished for. */
  public List<ImageReference> images() {
    return images;
  }

  /**
   * Sets the images in the file or folder at {@code path} of {@code tree}; below a folder in all
   * YAML and JSON files except chart templates. Where a kustomization sets an image, manifests
   * beside and below it are left alone, as they do not decide. What a values file leaves out of an
   * image, such as its repository, is looked up in the values of its chart, which stay as they are.
   *
   * @throws PipelineException when the path is missing, an image is found nowhere, or an edit would
   *     change more than the image
   */
  public ImageEdit edit(SourceTree tree, String path) {
    var files = files(tree, clean(path));
    var kustomized = kustomizedFolders(files);
    var matched = new TreeSet<String>();
    var edits = new ArrayList<ImageEdit>();
    for (var file : files) {
      var wishes = wishes(file, kustomized);
      wishes.forEach(wish -> matched.add(wish.wanted().toString()));
      if (!wishes.isEmpty()) {
        edits.add(file.set(wishes));
      }
    }
    for (var image : images) {
      if (!matched.contains(image.toString())) {
        throw notFound(image, tree, path, files);
      }
    }
    return joined(edits);
  }

  /** Folder to the images that its kustomization sets. */
  private Map<String, List<ImageReference>> kustomizedFolders(List<FileEdit> files) {
    var folders = new HashMap<String, List<ImageReference>>();
    for (var file : files) {
      for (var place : file.places()) {
        if (place.site().kind() == ImageSite.Kind.KUSTOMIZE) {
          wanted(place.site())
              .ifPresent(
                  image ->
                      folders
                          .computeIfAbsent(SourcePath.parent(file.file()), f -> new ArrayList<>())
                          .add(image));
        }
      }
    }
    return folders;
  }

  private List<FileEdit.Wish> wishes(FileEdit file, Map<String, List<ImageReference>> kustomized) {
    var wishes = new ArrayList<FileEdit.Wish>();
    for (var place : file.places()) {
      wanted(place.site())
          .filter(image -> !isOverridden(place, file.file(), image, kustomized))
          .ifPresent(image -> wishes.add(new FileEdit.Wish(place, image)));
    }
    return wishes;
  }

  private static boolean isOverridden(
      FileEdit.Place place,
      String file,
      ImageReference image,
      Map<String, List<ImageReference>> kustomized) {
    if (place.form() != ImageSites.Form.MANIFEST) {
      return false;
    }
    for (var folder = SourcePath.parent(file); ; folder = SourcePath.parent(folder)) {
      if (kustomized.getOrDefault(folder, List.of()).contains(image)) {
        return true;
      }
      if (folder.isEmpty()) {
        return false;
      }
    }
  }

  private Optional<ImageReference> wanted(ImageSite site) {
    if (container.isPresent() && !container.get().equals(site.container())) {
      return Optional.empty();
    }
    return images.stream().filter(site::isFor).findFirst();
  }

  private static String clean(String path) {
    return SourcePath.resolve("", path)
        .orElseThrow(
            () ->
                new PipelineException(
                    "path " + path + " leaves the repository",
                    "give a path inside the repository"));
  }

  private static List<FileEdit> files(SourceTree tree, String path) {
    var entry =
        tree.entry(path)
            .orElseThrow(
                () ->
                    new PipelineException(
                        "path " + path + " not found in " + tree.label(),
                        "at the top there are: "
                            + String.join(
                                ", ",
                                tree.list("").stream()
                                    .map(SourceTree.Entry::name)
                                    .limit(FOUND_SHOWN)
                                    .toList())));
    var files = new ArrayList<FileEdit>();
    switch (entry.type()) {
      case DIRECTORY -> collect(tree, path, files);
      case FILE -> files.add(read(tree, path));
      case SYMLINK, SUBMODULE ->
          throw new PipelineException(
              "path " + path + " is a " + entry.type().name().toLowerCase(java.util.Locale.ROOT),
              "give the file or folder it leads to");
    }
    return files;
  }

  private static FileEdit read(SourceTree tree, String file) {
    try {
      var base = BaseValues.of(tree, file).orElse(ObjectTree.EMPTY);
      return new FileEdit(file, tree.read(file).orElseThrow(), base);
    } catch (YamlException e) {
      throw new PipelineException(
          file + ":" + e.line() + ": " + e.problem(), "correct the file's YAML");
    }
  }

  private static void collect(SourceTree tree, String folder, List<FileEdit> files) {
    var names = tree.list(folder);
    var isChart = names.stream().anyMatch(entry -> entry.name().equals("Chart.yaml"));
    for (var entry : names) {
      var path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
      switch (entry.type()) {
        case DIRECTORY -> {
          // Templates are no YAML, and what they print comes from the values beside them.
          if (!entry.name().startsWith(".") && !(isChart && entry.name().equals("templates"))) {
            collect(tree, path, files);
          }
        }
        case FILE -> {
          if (isYaml(entry.name())) {
            readable(tree, path).ifPresent(files::add);
          }
        }
        case SYMLINK, SUBMODULE -> {}
      }
    }
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml")
        || name.endsWith(".yml")
        || name.endsWith(".json")
        || ImageSites.isKustomization(name);
  }

  /** In a folder there may be other things under such names; they hold no image we could set. */
  private static Optional<FileEdit> readable(SourceTree tree, String file) {
    try {
      return Optional.of(
          new FileEdit(file, tree.read(file).orElseThrow(), readableBase(tree, file)));
    } catch (YamlException e) {
      return Optional.empty();
    }
  }

  private static ObjectTree readableBase(SourceTree tree, String file) {
    try {
      return BaseValues.of(tree, file).orElse(ObjectTree.EMPTY);
    } catch (PipelineException e) {
      return ObjectTree.EMPTY;
    }
  }

  private PipelineException notFound(
      ImageReference image, SourceTree tree, String path, List<FileEdit> files) {
    var found = new TreeSet<String>();
    for (var file : files) {
      for (var place : file.places()) {
        var in = place.site().container();
        found.add(
            place.site().image() + (container.isPresent() && !in.isEmpty() ? " in " + in : ""));
      }
    }
    var only = container.map(name -> " in container " + name).orElse("");
    var list =
        found.isEmpty()
            ? "it names no image at all"
            : "found: "
                + String.join(", ", found.stream().limit(FOUND_SHOWN).toList())
                + (found.size() > FOUND_SHOWN
                    ? ", and " + (found.size() - FOUND_SHOWN) + " more"
                    : "");
    return new PipelineException(
        "image "
            + image.name()
            + only
            + " not found in "
            + (path.isEmpty() ? "/" : path)
            + " of "
            + tree.label()
            + " ("
            + list
            + ")",
        "give the image's full name as it is written there");
  }

  private static ImageEdit joined(List<ImageEdit> edits) {
    var files = new HashMap<String, Optional<byte[]>>();
    var changes = new ArrayList<ImageChange>();
    var unchanged = new ArrayList<ImageChange>();
    for (var edit : edits) {
      files.putAll(edit.files());
      changes.addAll(edit.changes());
      unchanged.addAll(edit.unchanged());
    }
    return new ImageEdit(files, changes, unchanged);
  }
}
