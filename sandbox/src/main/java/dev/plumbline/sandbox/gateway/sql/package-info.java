/** Redshift SQL as text: tokens, statements, names, types, shapes. */
package dev.plumbline.sandbox.gateway.sql;
