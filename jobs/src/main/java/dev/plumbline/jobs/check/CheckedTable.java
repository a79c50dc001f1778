package dev.plumbline.jobs.check;

import dev.plumbline.core.schema.SourceTable;
import dev.plumbline.core.schema.StoreTable;
import java.util.Optional;

/**
 * A table of one of the two stores.
 *
 * @param source all that MySQL says of it; empty in other stores
 */
record CheckedTable(StoreTable table, Optional<SourceTable> source) {}
