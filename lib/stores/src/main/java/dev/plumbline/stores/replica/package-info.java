/** What the zero-ETL integration says of itself, and how far it has come along the source's log. */
package dev.plumbline.stores.replica;
