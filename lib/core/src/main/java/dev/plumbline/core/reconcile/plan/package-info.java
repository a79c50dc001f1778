/** How a table is cut into chunks of work and buckets of rows. Pure and deterministic. */
package dev.plumbline.core.reconcile.plan;
