/** One client's session: login, both query protocols, cancels, errors. */
package dev.plumbline.sandbox.gateway.session;
