/** What the gateway puts into the PostgreSQL database and reads from it. */
package dev.plumbline.sandbox.gateway.catalog;
