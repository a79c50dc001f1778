/** The PostgreSQL protocol: messages, TLS, a connection to the server. */
package dev.plumbline.sandbox.gateway.wire;
