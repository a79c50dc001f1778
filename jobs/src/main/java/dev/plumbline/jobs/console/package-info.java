/** The single way in which a job speaks to a person while it runs. */
package dev.plumbline.jobs.console;
