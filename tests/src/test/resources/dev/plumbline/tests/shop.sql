-- A schema with all that a schema may have. {s} is its name.
SET NAMES utf8mb4;
SET time_zone = '+00:00';
-- Zero dates are only taken where no mode forbids them.
SET sql_mode = '';
CREATE OR REPLACE DATABASE `{s}` CHARACTER SET utf8mb4;
USE `{s}`;

-- Mixed case, generated and invisible columns, personal data.
CREATE TABLE Customers (
  CustomerID int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  first_name varchar(40), LastName varchar(40), Email varchar(120), `Größe` decimal(5,2),
  `full name` varchar(81) AS (concat(first_name, ' ', LastName)) VIRTUAL,
  email_lower varchar(120) AS (lower(Email)) STORED,
  note varchar(100) INVISIBLE DEFAULT 'hidden',
  password_hash char(60), birth_date date,
  updated_at timestamp(6) NOT NULL DEFAULT '2026-01-02 03:04:05.678901');
INSERT INTO Customers (first_name, LastName, Email, `Größe`, password_hash, birth_date) VALUES
  ('Ada', 'Lovelace', 'Ada@Example.org', 1.65, repeat('a', 60), '1815-12-10'),
  ('Günter', 'Groß', 'g@example.org', NULL, NULL, NULL);
-- Collides with the one above.
CREATE TABLE customers (id int PRIMARY KEY, note text);
INSERT INTO customers VALUES (1, 'lower'), (2, NULL);
-- Reserved words everywhere, a composite key with text, a foreign key that does not act.
CREATE TABLE `order` (
  `select` int NOT NULL, `from` varchar(10) NOT NULL, `group` int unsigned,
  `key` enum('a', 'b''c', 'd"e', 'f,g'), `order` set('x', 'y'), `desc` text,
  PRIMARY KEY (`select`, `from`), FOREIGN KEY (`group`) REFERENCES Customers (CustomerID));
INSERT INTO `order` VALUES (1, 'x', 1, 'a', 'x,y', 'd'), (1, 'y', 2, 'b''c', '', NULL), (2, 'x ', NULL, 'f,g', 'y', '');
-- A foreign key that acts: zero-ETL refuses the table.
CREATE TABLE order_line (
  order_select int NOT NULL, order_from varchar(10) NOT NULL, line smallint NOT NULL, price decimal(10,2),
  PRIMARY KEY (order_select, order_from, line),
  FOREIGN KEY (order_select, order_from) REFERENCES `order` (`select`, `from`) ON DELETE CASCADE);
INSERT INTO order_line VALUES (1, 'x', 1, 9.99), (1, 'x', 2, 0.01);
-- A text key and a binary one.
CREATE TABLE countries (code char(2) PRIMARY KEY, name varchar(100) NOT NULL);
INSERT INTO countries VALUES ('de', 'Deutschland'), ('fr', 'France'), ('jp', '日本');
CREATE TABLE sessions (id binary(16) PRIMARY KEY, token varchar(64), ip varchar(45), started datetime(3));
INSERT INTO sessions VALUES (unhex('00112233445566778899aabbccddee00'), 't', '::1', '2026-01-01 00:00:00.123');
-- Empty, with a type that zero-ETL refuses.
CREATE TABLE nothing_yet (id bigint PRIMARY KEY, v json, t time, b blob);
-- No key at all, with equal rows; and one with only a unique index.
CREATE TABLE log_lines (at datetime, message longtext, level tinyint(1));
INSERT INTO log_lines VALUES ('2026-01-01', 'm', 1), ('2026-01-01', 'm', 1), (NULL, NULL, NULL);
CREATE TABLE unique_only (a int NOT NULL, b varchar(20) NOT NULL, c double, UNIQUE KEY u (a, b));
INSERT INTO unique_only VALUES (1, 'q', 1.5), (1, 'r', NULL);
-- Dates that only MySQL knows.
CREATE TABLE zero_dates (id int PRIMARY KEY, d date NOT NULL, dt datetime, ts timestamp NULL);
INSERT INTO zero_dates VALUES (1, '0000-00-00', '2026-00-00 00:00:00', '0000-00-00 00:00:00'), (2, '2026-01-01', '2026-01-01 12:00:00', '2026-01-01 12:00:00');
-- Names with all that may stand in backticks.
CREATE TABLE `weird name.with-stuff$` (
  id int PRIMARY KEY, `a b` int, `c.d` int, `e``f` int, `日本` varchar(10), `"q"` int, `_x` int,
  `1st` int, `A_b` int, `x;y` int, `{z}` int, `tab	t` int, `it's` int, `back\slash` int, `null` int);
INSERT INTO `weird name.with-stuff$` VALUES (1, 2, 3, 4, '語', 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
-- Another engine, partitions, text that has more bytes than characters, text beyond Redshift's.
CREATE TABLE my_isam (id int PRIMARY KEY, v int) ENGINE=MyISAM;
INSERT INTO my_isam VALUES (1, 1);
CREATE TABLE parted (id int NOT NULL, y int NOT NULL, v varchar(10), PRIMARY KEY (id, y))
  PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO parted VALUES (1, 2019, 'a'), (2, 2021, 'b');
CREATE TABLE wide_text (id int PRIMARY KEY, short varchar(4), doc longtext, pic mediumblob);
INSERT INTO wide_text VALUES (1, 'ää😀😀', repeat('é', 40000), repeat(x'00ff', 50000)), (2, 'ok', 'short', NULL);
-- Every type of MySQL, at its edges.
CREATE TABLE types_all (
  id bigint unsigned PRIMARY KEY, c_tinyint tinyint, c_bool boolean, c_utinyint tinyint unsigned,
  c_smallint smallint, c_usmallint smallint unsigned, c_mediumint mediumint, c_umediumint mediumint unsigned,
  c_int int, c_uint int unsigned zerofill, c_bigint bigint, c_ubigint bigint unsigned, c_dec decimal(10,2),
  c_udec decimal(10,2) unsigned, c_dec38 decimal(38,10), c_dec65 decimal(65,30), c_float float,
  c_float2 float(7,3), c_double double, c_double2 double(10,2), c_bit1 bit, c_bit64 bit(64),
  c_binary binary(4), c_varbinary varbinary(300), c_tinyblob tinyblob, c_blob blob, c_mediumblob mediumblob,
  c_longblob longblob, c_char char(5), c_char0 char(0), c_varchar varchar(12),
  c_varcharl varchar(20000) CHARACTER SET latin1, c_tinytext tinytext, c_text text, c_mediumtext mediumtext,
  c_longtext longtext, c_enum enum('small', 'it''s', 'a,b'), c_set set('a', 'b', 'c'), c_date date,
  c_datetime datetime, c_datetime6 datetime(6), c_timestamp timestamp NULL, c_timestamp6 timestamp(6) NULL,
  c_time time, c_time3 time(3), c_year year, c_json json, c_geometry geometry, c_point point,
  c_linestring linestring, c_polygon polygon, c_multipoint multipoint, c_multilinestring multilinestring,
  c_multipolygon multipolygon, c_collection geometrycollection);
INSERT INTO types_all VALUES (
  1, -128, 1, 255, -32768, 65535, -8388608, 16777215, -2147483648, 4294967295, -9223372036854775808,
  18446744073709551615, -99999999.99, 99999999.99, 1234567890123456789012345678.0123456789,
  -12345678901234567890123456789012345.012345678901234567890123456789, 1.234567, 1234.567,
  2.2250738585072014e-308, 12345678.91, b'1', b'1000000000000000000000000000000000000000000000000000000000000001',
  x'00ff0041', repeat(x'fe', 300), x'00', x'00ff', repeat(x'ab', 70000), x'ff', 'abc', '', 'a😀é',
  repeat('é', 20000), repeat('x', 255), 'line\nbreak', 'm', 'l', 'a,b', 'a,c', '9999-12-31',
  '1000-01-01 00:00:00', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', '1970-01-01 00:00:01.000001',
  '-838:59:59', '-01:02:03.004', 1901, '{"a": [1, 2.50, null], "b": "é"}', ST_GeomFromText('POINT(1 2)'),
  ST_GeomFromText('POINT(-1 2.5)'), ST_GeomFromText('LINESTRING(0 0, 1 1)'),
  ST_GeomFromText('POLYGON((0 0, 1 0, 1 1, 0 0))'), ST_GeomFromText('MULTIPOINT(0 0, 1 1)'),
  ST_GeomFromText('MULTILINESTRING((0 0, 1 1))'), ST_GeomFromText('MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))'),
  ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2))'));
INSERT INTO types_all (id) VALUES (18446744073709551615);
CREATE VIEW orders_seen AS SELECT * FROM `order`;
