/**
 * Faults on purpose: what goes wrong with replicas, planted into rows that are there or into
 * changes as they are applied, each with a record of what it did.
 */
package dev.plumbline.sandbox.fault;
