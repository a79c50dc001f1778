package dev.plumbline.sandbox.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Server programs that come in jars, unpacked once. Several sandboxes may unpack into one folder at
 * once.
 */
final class Binaries {
  private static final int BUFFER = 1 << 20;

  private final Path folder;

  Binaries(Path folder) {
    this.folder = folder;
  }

  @FunctionalInterface
  private interface Unpacking {
    void into(Path target) throws IOException;
  }

  /**
   * Unpacks a folder of a jar on the class path.
   *
   * @param name the target's name, which carries the version
   * @param prefix the folder's path in the jar, with a slash at its end
   * @param probe the path of a file that must be in that folder
   * @param wanted tells by its path within the folder whether a file is unpacked
   * @return where it lies
   */
  Path fromJar(String name, String prefix, String probe, Predicate<String> wanted) {
    return unpackOnce(
        name,
        target -> {
          URL url = resource(prefix + probe);
          if (url.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
              for (JarEntry entry : java.util.Collections.list(jar.entries())) {
                if (isWanted(entry, prefix, wanted)) {
                  try (InputStream in = jar.getInputStream(entry)) {
                    copy(in, target.resolve(entry.getName().substring(prefix.length())), true);
                  }
                }
              }
            }
          }
        });
  }

  private static boolean isWanted(JarEntry entry, String prefix, Predicate<String> wanted) {
    String name = entry.getName();
    return !entry.isDirectory()
        && name.startsWith(prefix)
        && !name.contains("..")
        && wanted.test(name.substring(prefix.length()));
  }

  /**
   * Unpacks a {@code .txz} archive that is a resource on the class path, and says where it lies.
   */
  Path fromTarXz(String name, String archive) {
    return unpackOnce(
        name,
        target -> {
          try (InputStream in = new BufferedInputStream(resource(archive).openStream(), BUFFER);
              TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
              unpack(tar, entry, target);
            }
          }
        });
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("Cannot unpack " + entry.getName() + ": it leads out of the folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      copy(tar, path, (entry.getMode() & 0100) != 0);
    }
  }

  private Path unpackOnce(String name, Unpacking unpacking) {
    Path target = folder.resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempDirectory(folder, name + ".new");
      // Readable for the account that PostgreSQL falls back to when it is started by root.
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        unpacking.into(fresh);
        move(fresh, target);
      } finally {
        FileTree.delete(fresh);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack " + name + " into " + folder, e);
    }
  }

  private static void move(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      // Another sandbox was faster, with the same files.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    } catch (java.nio.file.FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  private static void copy(InputStream in, Path file, boolean executable) throws IOException {
    Files.createDirectories(file.getParent());
    Files.copy(in, file);
    if (executable) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static URL resource(String name) throws IOException {
    URL url = Binaries.class.getClassLoader().getResource(name);
    if (url == null) {
      throw new IOException(
          "Cannot find " + name + " on the class path: no binaries for this system");
    }
    return url;
  }
}
