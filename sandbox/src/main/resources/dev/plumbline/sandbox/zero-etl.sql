-- What the zero-ETL replicator keeps in the warehouse, and what the system views of the gateway show of it.
-- One integration is one row of sandbox.integration; times are UTC.
create schema if not exists sandbox;

create table if not exists sandbox.integration (
  integration_id text primary key,
  target_database text not null,
  source text not null default 'MySQL',
  source_database text,
  -- PendingDbConnectState, SchemaDiscoveryState, CdcRefreshState, ErrorState
  state text not null,
  current_lag_ms bigint not null default 0,
  last_replicated_checkpoint text,
  creation_time timestamp not null,
  refresh_interval integer not null default 0,
  is_history_mode boolean not null default false,
  latest_detected_change_time timestamp,
  latest_applied_change_time timestamp,
  latest_shipped_source_commit_time timestamp,
  auto_remediation boolean not null default false,
  query_all_states boolean not null default false,
  truncatecolumns boolean not null default false,
  acceptinvchars boolean not null default false
);

create table if not exists sandbox.integration_table (
  integration_id text not null,
  schema_name text not null,
  table_name text not null,
  -- Synced, Failed, Deleted, ResyncRequired, ResyncInitiated, DroppedSource
  table_state text not null,
  table_last_replicated_checkpoint text,
  reason text,
  last_updated_timestamp timestamp not null,
  table_rows bigint,
  table_size bigint,
  is_history_mode boolean not null default false,
  primary key (integration_id, schema_name, table_name)
);

create table if not exists sandbox.integration_activity (
  id bigint generated always as identity primary key,
  integration_id text not null,
  target_database text not null,
  source text not null,
  checkpoint_name text not null,
  -- snapshot, cdc
  checkpoint_type text not null,
  checkpoint_bytes bigint not null,
  last_commit_timestamp timestamp,
  modified_tables integer not null,
  integration_start_time timestamp not null,
  integration_end_time timestamp not null
);

create table if not exists sandbox.integration_table_activity (
  id bigint generated always as identity primary key,
  integration_id text not null,
  checkpoint_name text not null,
  target_database text not null,
  schema_name text not null,
  table_name text not null,
  table_id integer,
  record_time timestamp not null,
  transaction_id bigint,
  inserted_rows bigint not null,
  deleted_rows bigint not null,
  updated_rows bigint not null,
  bytes_ingested bigint not null
);

create table if not exists sandbox.integration_table_state_change (
  id bigint generated always as identity primary key,
  integration_id text not null,
  database_name text not null,
  schema_name text not null,
  table_name text not null,
  new_state text not null,
  table_last_replicated_checkpoint text,
  state_change_reason text,
  record_time timestamp not null
);

-- Orders that the gateway takes from clients (ALTER DATABASE ... INTEGRATION ...) for the replicator,
-- which is woken by NOTIFY sandbox_request and sets done_at.
create table if not exists sandbox.integration_request (
  id bigint generated always as identity primary key,
  integration_id text not null,
  -- REFRESH (schema_name and table_name null: all tables; table_name null: the schema's tables), SET
  kind text not null,
  schema_name text,
  table_name text,
  detail text,
  requested_at timestamp not null,
  done_at timestamp
);
