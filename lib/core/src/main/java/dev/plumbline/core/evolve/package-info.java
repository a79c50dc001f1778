/** How declared tables follow columns that change at the source. Pure. */
package dev.plumbline.core.evolve;
