/** What tells whether a moving replica has arrived where the source was. */
package dev.plumbline.core.reconcile.fence;
