package io.syncline.workloads.shell;

import io.syncline.localkube.api.LocalApi;
import io.syncline.model.object.Manifest;
import io.syncline.model.tree.ObjectTree;
import io.syncline.model.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs commands in the containers of pods. Safe for many threads. */
public final class ContainerShell {
  /** How many trees of files are remembered. */
  private static final int TREES = 128;

  private final LocalApi api;
  private final InstantSource clock;
  private final Map<String, Files> trees =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Files> eldest) {
          return size() > TREES;
        }
      };

  /** Reads ConfigMaps and Secrets through {@code api}, and tells the time of {@code clock}. */
  public ContainerShell(LocalApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /**
   * Who gave a command.
   *
   * @param in what the client sends
   * @param out what the client sees
   * @param err where complaints go
   * @param terminal whether the client is a terminal
   */
  public record Client(InputStream in, OutputStream out, OutputStream err, boolean terminal) {}

  /**
   * Runs {@code command} in a container of {@code pod}; its exit code.
   *
   * @throws IOException when the client is gone
   * @throws InterruptedException when the client is gone while a command waits
   */
  public int run(Manifest pod, String container, List<String> command, Client client)
      throws IOException, InterruptedException {
    var shell = new Shell(session(pod, container));
    if (!client.terminal) {
      return shell.run(command, new Streams(client.in, client.out, client.err));
    }
    var screen = new Screen(client.out);
    var shells = command.size() == 1 && command.getFirst().matches("(.*/)?(ba|a|da)?sh");
    if (shells) {
      screen.write(
          Sources.bytes(
              "[simulated] shell of pod %s/%s: nothing is really running (known: %s)\n"
                  .formatted(pod.namespace(), pod.name(), Commands.known())));
    }
    var keyboard = new Keyboard(client.in, screen, shells ? "/ # " : "");
    return shell.run(command, new Streams(keyboard, screen, screen));
  }

  private Session session(Manifest pod, String name) {
    var sources = new Sources(api, pod);
    Object container =
        Stream.of("containers", "initContainers", "ephemeralContainers")
            .flatMap(list -> Tree.items(pod.at("spec", list)).stream())
            .filter(c -> Tree.text(c, "name").equals(name))
            .findFirst()
            .orElse(ObjectTree.EMPTY);
    var mounts = Volumes.of(pod, container, sources, this::tree);
    var root = root(pod, name, Tree.text(container, "image"));
    var session =
        new Session(
            new Mounts(root, mounts),
            Variables.of(pod, container, sources),
            pod.name(),
            clock::instant);
    var folder = Tree.text(container, "workingDir");
    if (!folder.isEmpty()) {
      session.enter(Files.resolved("/", folder));
    }
    return session;
  }

  private Files tree(String name) {
    synchronized (trees) {
      return trees.computeIfAbsent(name, n -> new Files());
    }
  }

  private Files root(Manifest pod, String container, String image) {
    var key = pod.uid() + " / " + container;
    synchronized (trees) {
      var known = trees.get(key);
      if (known != null) {
        return known;
      }
      var root = Volumes.filled(system(pod, image));
      trees.put(key, root);
      return root;
    }
  }

  /** The files every container has. What the image would hold is not there. */
  private static Map<String, byte[]> system(Manifest pod, String image) {
    var content = new TreeMap<String, byte[]>();
    content.put("etc/hostname", Sources.bytes(pod.name() + "\n"));
    content.put(
        "etc/hosts",
        Sources.bytes(
            "# simulated\n127.0.0.1\tlocalhost\n"
                + pod.text("status", "podIP")
                + "\t"
                + pod.name()
                + "\n"));
    content.put(
        "etc/resolv.conf",
        Sources.bytes(
            "# simulated\nnameserver 10.96.0.10\nsearch "
                + pod.namespace()
                + ".svc.cluster.local svc.cluster.local cluster.local\n"));
    content.put(
        "etc/os-release",
        Sources.bytes("NAME=\"Syncline simulation\"\nID=simulated\nIMAGE=\"" + image + "\"\n"));
    content.put("tmp/.keep", new byte[0]);
    content.put("root/.keep", new byte[0]);
    return content;
  }
}
