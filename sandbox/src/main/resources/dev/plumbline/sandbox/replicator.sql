-- What the replicator needs to go on where it stopped, written in the transactions that apply the rows.

-- How far the source's binlog is applied.
create table if not exists sandbox.replica_position (
  integration_id text primary key,
  file text not null,
  pos bigint not null,
  commit_time timestamp,
  txn_seq bigint not null,
  txn_id bigint not null
);

-- Tables that the integration knows. A table that was read by a snapshot skips all changes up to its seed position.
create table if not exists sandbox.replica_table (
  integration_id text not null,
  schema_name text not null,
  table_name text not null,
  -- SEEDING: a snapshot is being taken, changes are spooled; LIVE: changes are applied; STOPPED: changes are ignored
  phase text not null,
  -- which snapshot is the valid one; an older one that ends late is thrown away
  attempt bigint not null default 0,
  seed_file text,
  seed_pos bigint,
  -- rows of a snapshot that the views do not show yet
  seed_rows bigint,
  -- the source's columns, as JSON
  columns text,
  -- whether a change at the source alone starts the table again
  healed_by_source boolean not null default false,
  primary key (integration_id, schema_name, table_name)
);

-- Changes of tables while their snapshot is being taken.
create table if not exists sandbox.replica_spool (
  id bigint generated always as identity primary key,
  integration_id text not null,
  schema_name text not null,
  table_name text not null,
  changes bytea not null
);
create index if not exists replica_spool_table on sandbox.replica_spool (integration_id, schema_name, table_name, id);
