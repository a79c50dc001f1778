import dev.plumbline.jobs.Main

/** The script that AWS Glue compiles and starts. It only calls the jar that `--extra-jars` names. */
object PlumblineGlue {
  def main(args: Array[String]): Unit = Main.main(args)
}
