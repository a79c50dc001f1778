package dev.plumbline.sandbox.gateway.copy;

/**
 * Why a value or a file was not loaded, as {@code SYS_LOAD_ERROR_DETAIL} has it.
 *
 * @param line 1 for the first line, 0 where the format has no lines
 * @param code Redshift's number for the kind of error
 */
record LoadError(
    String file,
    long line,
    String column,
    String type,
    int length,
    int position,
    int code,
    String message) {}
