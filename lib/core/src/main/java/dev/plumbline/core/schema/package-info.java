/** A source's tables as the server describes them: what proposals and warnings are made from. */
package dev.plumbline.core.schema;
