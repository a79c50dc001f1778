/** What becomes of each statement: rewritten, carried out by the gateway, or refused. */
package dev.plumbline.sandbox.gateway.translate;
