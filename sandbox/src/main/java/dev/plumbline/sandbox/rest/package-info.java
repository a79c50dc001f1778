/** What the sandbox's REST API serves: rows, pages of them, and faults on demand. */
package dev.plumbline.sandbox.rest;
