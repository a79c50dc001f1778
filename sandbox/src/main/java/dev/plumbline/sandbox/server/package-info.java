/** The servers of the sandbox: each starts ready, on a free port, on data kept between runs. */
package dev.plumbline.sandbox.server;
