/** Reads MySQL migrations and tells what each statement will do to a zero-ETL replica. Pure. */
package dev.plumbline.core.ddl;
