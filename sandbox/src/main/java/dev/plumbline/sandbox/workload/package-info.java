/** Writes to the source as applications do, from a seed, and leaves keys alone that faults need. */
package dev.plumbline.sandbox.workload;
