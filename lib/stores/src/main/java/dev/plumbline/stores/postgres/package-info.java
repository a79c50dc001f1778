/** PostgreSQL, which is compared with other stores and never written to. */
package dev.plumbline.stores.postgres;
