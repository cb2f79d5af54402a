package io.syncline.engine.actions;

import java.util.List;

/**
 * An action as offered for one object.
 *
 * @param name by which it is run
 * @param disabled whether it makes no sense now
 * @param displayName what people see instead of the name, "" for the name
 * @param iconClass a class of Font Awesome, "" for none
 * @param params what may be said with it
 */
public record ResourceAction(
    String name, boolean disabled, String displayName, String iconClass, List<Param> params) {
  /** Copies the list. */
  public ResourceAction {
    params = List.copyOf(params);
  }

  /**
   * Something to be said with an action.
   *
   * @param name its name
   * @param value the value shown, "" for none
   * @param type the kind of value, "" for text
   * @param otherwise the value when nothing is said, "" for none
   */
  public record Param(String name, String value, String type, String otherwise) {}
}
