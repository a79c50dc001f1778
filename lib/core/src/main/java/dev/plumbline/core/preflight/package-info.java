/** What stands in the way before the first run. Pure: facts in, findings out. */
package dev.plumbline.core.preflight;
