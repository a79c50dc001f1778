/** The Redshift gateway: how it is started, and the column types that stand in for Redshift's. */
package dev.plumbline.sandbox.gateway;
