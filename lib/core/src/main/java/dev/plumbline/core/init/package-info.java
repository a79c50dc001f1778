/** Proposes a pipeline for an existing schema. Pure: schema in, texts of files out. */
package dev.plumbline.core.init;
