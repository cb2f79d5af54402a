/** The AppProject as people write it: what its Applications may use, and where they may deploy. */
@NullMarked
package io.syncline.model.project;

import org.jspecify.annotations.NullMarked;
