/** PostgreSQL, which is read and compared with other stores, and never written to. */
package dev.plumbline.stores.postgres;
