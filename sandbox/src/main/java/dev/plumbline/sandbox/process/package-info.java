/** External server processes that end with this JVM, however it ends. */
package dev.plumbline.sandbox.process;
