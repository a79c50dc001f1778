/** The whole AWS-shaped stack on one machine, in a JVM of its own. */
package dev.plumbline.sandbox;
