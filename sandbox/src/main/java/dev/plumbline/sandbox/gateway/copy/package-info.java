/** COPY and UNLOAD between S3 and the warehouse. */
package dev.plumbline.sandbox.gateway.copy;
