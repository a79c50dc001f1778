package dev.plumbline.core.init;

import java.util.ArrayList;
import java.util.List;

/** The lines by which two texts differ, with one line around each place. */
final class LineDiff {
  private static final int CONTEXT = 1;

  private LineDiff() {}

  static List<String> of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int[][] common = common(old, now);
    List<String> all = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        all.add("  " + old.get(i));
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        all.add("- " + old.get(i++));
      } else {
        all.add("+ " + now.get(j++));
      }
    }
    return near(all);
  }

  /** Length of the longest common subsequence of what follows each pair of lines. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static List<String> near(List<String> all) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean close = false;
      for (int k = Math.max(0, i - CONTEXT); k <= Math.min(all.size() - 1, i + CONTEXT); k++) {
        close |= !all.get(k).startsWith("  ");
      }
      if (close) {
        shown.add(all.get(i));
      }
    }
    return shown;
  }
}
