package dev.plumbline.spark.files;

import dev.plumbline.core.run.SourceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/**
 * The files of a folder and of those below it, as Spark sees them: what has a name or lies in a
 * folder that begins with {@code _} or {@code .} is none of the data.
 *
 * @param folder as it was given; a file is a folder of one
 * @param paths in their order
 */
record FileList(String folder, List<String> paths) {

  /**
   * @throws SourceException when there is no such folder, or no file in it
   */
  static FileList of(SparkSession spark, String folder) {
    Path root = new Path(folder);
    List<String> paths = new ArrayList<>();
    try {
      FileSystem system = root.getFileSystem(spark.sessionState().newHadoopConf());
      String prefix = system.getFileStatus(root).getPath().toString();
      RemoteIterator<LocatedFileStatus> files = system.listFiles(root, true);
      while (files.hasNext()) {
        String path = files.next().getPath().toString();
        if (isData(path.substring(prefix.length()))) {
          paths.add(path);
        }
      }
    } catch (FileNotFoundException e) {
      throw new SourceException("Cannot read " + folder + ": there is no such folder or file", e);
    } catch (IOException e) {
      throw new SourceException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
    if (paths.isEmpty()) {
      throw new SourceException("Cannot read " + folder + ": the folder holds no file");
    }
    paths.sort(null);
    return new FileList(folder, paths);
  }

  private static boolean isData(String below) {
    for (String part : below.split("/", -1)) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  /** The file whose shape the others are to have. */
  String first() {
    return paths.get(0);
  }
}
