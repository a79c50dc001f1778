package dev.plumbline.jobs;

/** The class that spark-submit, Glue and EMR start. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println(dev.plumbline.jobs.cli.Cli.parse(java.util.List.of(args)));
  }
}
