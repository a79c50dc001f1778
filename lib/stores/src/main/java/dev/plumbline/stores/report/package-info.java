/**
 * What a run leaves for people and for schedulers: {@code report.json}, one self-contained {@code
 * report.html}, {@code result.json}, and the tables at the end of a run on a terminal.
 *
 * <p>Everything is worked out of a {@link dev.plumbline.core.run.RunReport} alone, so the same
 * report always gives the same bytes.
 */
package dev.plumbline.stores.report;
