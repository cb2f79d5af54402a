package io.syncline.render;

import io.syncline.model.application.ApplicationSource;
import io.syncline.model.source.SourceTree;
import io.syncline.model.tree.ObjectTree;
import java.util.List;
import java.util.Optional;

/**
 * Config management plugins: programs of the installation that turn files into manifests. Whoever
 * implements it runs them, under limits; the renderer sees what they print.
 *
 * <p>All files come from the tree that is handed over, so that they are recorded as inputs.
 */
public interface Plugins {
  /** For renders that may run no program. */
  Plugins NONE =
      new Plugins() {
        @Override
        public String identity() {
          return "";
        }

        @Override
        public boolean mayRun(ApplicationSource source) {
          return false;
        }

        @Override
        public Optional<String> discover(SourceTree tree, RenderRequest request) {
          return Optional.empty();
        }

        @Override
        public String choose(SourceTree tree, RenderRequest request) {
          throw RenderException.in(
              request.path(),
              0,
              "config management plugins cannot be run here",
              "only a server that was started with --plugins runs them");
        }

        @Override
        public String generate(String plugin, SourceTree tree, RenderRequest request) {
          return choose(tree, request);
        }

        @Override
        public List<ObjectTree> parameters(String plugin, SourceTree tree, RenderRequest request) {
          return List.of();
        }
      };

  /** Changes whenever equal files might give another result; "" when there are no plugins. */
  String identity();

  /** Whether rendering {@code source} may have to wait for a program. */
  boolean mayRun(ApplicationSource source);

  /**
   * The plugin for a source that names no tool: the first by name whose discovery rule fits.
   *
   * @throws RenderException when a rule cannot be tried
   */
  Optional<String> discover(SourceTree tree, RenderRequest request);

  /**
   * The plugin for a source with a {@code plugin} block: the one that is named there, else the
   * first whose discovery rule fits.
   *
   * @throws RenderException when there is none, or its own rule does not fit
   */
  String choose(SourceTree tree, RenderRequest request);

  /**
   * What a plugin prints for a source: documents in YAML or JSON.
   *
   * @throws RenderException when it fails; the message names application, plugin and command
   */
  String generate(String plugin, SourceTree tree, RenderRequest request);

  /**
   * The parameters a plugin announces for a source, as on the wire.
   *
   * @throws RenderException when asking it fails
   */
  List<ObjectTree> parameters(String plugin, SourceTree tree, RenderRequest request);
}
