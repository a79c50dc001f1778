/** What a job has at hand while it runs: what it was told, and what it tells. */
package dev.plumbline.jobs.run;
