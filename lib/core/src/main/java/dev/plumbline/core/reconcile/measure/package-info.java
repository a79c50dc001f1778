/** What a store is asked for during a comparison, and what it answers. */
package dev.plumbline.core.reconcile.measure;
