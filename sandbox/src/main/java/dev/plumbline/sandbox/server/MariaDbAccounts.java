package dev.plumbline.sandbox.server;

/** The accounts of the Aurora stand-in and the statements that make them. */
record MariaDbAccounts(Account admin, Account reader, Account ingest) {

  static MariaDbAccounts of(Passwords passwords) {
    return new MariaDbAccounts(
        new Account("admin", passwords.of("aurora.admin")),
        new Account("plumbline_read", passwords.of("aurora.plumbline_read")),
        new Account("plumbline_ingest", passwords.of("aurora.plumbline_ingest")));
  }

  /** Statements that may run at every start: one per line, as the server's init file wants them. */
  String sql() {
    return String.join(
        "\n",
        "SET sql_log_bin = 0;",
        "DROP USER IF EXISTS ''@'localhost', 'root'@'localhost', 'root'@'127.0.0.1', 'root'@'::1';",
        create(admin),
        create(reader),
        create(ingest),
        "GRANT ALL PRIVILEGES ON *.* TO 'admin'@'%' WITH GRANT OPTION;",
        "GRANT SELECT, SHOW VIEW, SHOW DATABASES, PROCESS, LOCK TABLES, RELOAD, BINLOG MONITOR,"
            + " REPLICATION SLAVE ON *.* TO 'plumbline_read'@'%';",
        "GRANT ALL PRIVILEGES ON `blog`.* TO 'plumbline_ingest'@'%';",
        "");
  }

  private static String create(Account account) {
    return "CREATE OR REPLACE USER '%s'@'%%' IDENTIFIED BY '%s';"
        .formatted(account.user(), account.password());
  }
}
