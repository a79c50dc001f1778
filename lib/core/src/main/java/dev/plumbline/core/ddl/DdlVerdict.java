package dev.plumbline.core.ddl;

import java.util.List;

/**
 * What one statement of a migration will do.
 *
 * @param line where it begins in the file, from 1
 * @param statement its text
 * @param tables the source tables that it changes
 * @param readers serving views and models that stand on those tables
 * @param reason why, in a sentence
 * @param pipeline what it means for this pipeline's declarations; empty when nothing
 * @param instead how to write it so that it does less harm; empty where there is no such way
 */
public record DdlVerdict(
    int line,
    String statement,
    DdlEffect effect,
    List<String> tables,
    List<String> readers,
    String reason,
    String pipeline,
    List<String> instead) {
  public DdlVerdict {
    tables = List.copyOf(tables);
    readers = List.copyOf(readers);
    instead = List.copyOf(instead);
  }
}
