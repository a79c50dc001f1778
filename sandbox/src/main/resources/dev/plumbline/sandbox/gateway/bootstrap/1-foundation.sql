-- Roles, schemas, tables of the gateway's own, and the types and casts that make PostgreSQL count bytes.
do $$
begin
  create role rs_everyone nologin;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role rs_monitor nologin;
exception when duplicate_object then null;
end $$;
do $$
begin
  create role rs_superuser nologin;
exception when duplicate_object then null;
end $$;
grant pg_read_all_data, pg_write_all_data, pg_monitor, pg_signal_backend to rs_superuser;

drop schema if exists redshift cascade;
create schema redshift;
create schema if not exists sandbox;
create schema if not exists rs_views;
create extension if not exists pgcrypto with schema sandbox;
grant usage on schema redshift, sandbox, rs_views to public;
grant create on schema rs_views to rs_everyone, rs_superuser;

create table if not exists sandbox.table_attributes (
  table_oid oid primary key,
  attributes jsonb not null,
  created_at timestamp not null default (now() at time zone 'UTC')
);
create table if not exists sandbox.late_binding_view (
  view_oid oid primary key,
  function_oid oid not null,
  query text not null
);
create sequence if not exists sandbox.query_id;
grant usage on sequence sandbox.query_id to public;
create table if not exists sandbox.load_history (
  user_name text not null,
  query_id bigint primary key,
  transaction_id bigint,
  session_id integer,
  database_name text not null,
  status text not null,
  table_name text not null,
  start_time timestamp not null,
  end_time timestamp not null,
  data_source text not null,
  file_format text not null,
  loaded_rows bigint not null,
  loaded_bytes bigint not null,
  source_file_count integer not null,
  source_file_bytes bigint not null,
  error_count integer not null
);
create table if not exists sandbox.load_error (
  user_name text not null,
  query_id bigint not null,
  transaction_id bigint,
  session_id integer,
  database_name text not null,
  table_id bigint,
  start_time timestamp not null,
  file_name text not null,
  line_number bigint not null,
  column_name text not null,
  column_type text not null,
  column_length text not null,
  position integer not null,
  error_code integer not null,
  error_message text not null
);
create unlogged table if not exists sandbox.query_history (
  user_name text not null,
  query_id bigint not null default nextval('sandbox.query_id'),
  session_id integer,
  database_name text not null,
  query_type text not null,
  status text not null,
  start_time timestamp not null,
  end_time timestamp not null,
  error_message text not null,
  returned_rows bigint not null,
  query_text text not null
);

-- SUPER
do $$
begin
  create domain pg_catalog.super as jsonb;
exception when duplicate_object then null;
end $$;

-- VARCHAR(n) counts bytes: a cast cuts, an assignment fails.
create function redshift.cut_varchar(value varchar, size integer, explicit boolean) returns varchar
language plpgsql immutable parallel safe as $$
declare
  cut text := left(value, size);
begin
  while octet_length(cut) > size loop
    cut := left(cut, -greatest(1, (octet_length(cut) - size) / 4));
  end loop;
  if not explicit and btrim(substr(value, length(cut) + 1)) <> '' then
    raise exception 'value too long for type character varying(%)', size using errcode = '22001';
  end if;
  return cut;
end $$;
create function redshift.fit_varchar(varchar, integer, boolean) returns varchar
language sql immutable parallel safe as $$
  select case when $1 is null or octet_length($1) <= $2 - 4 then $1
              else redshift.cut_varchar($1, $2 - 4, $3) end
$$;
create function redshift.refuse_char(value bpchar) returns bpchar
language plpgsql immutable parallel safe as $$
begin
  raise exception 'Multibyte character not supported for CHAR' using errcode = '22021', hint = 'Try using VARCHAR.';
end $$;
create function redshift.fit_char(bpchar, integer, boolean) returns bpchar
language sql immutable parallel safe as $$
  select case when $1 is null or octet_length($1::text) = length($1::text) then pg_catalog.bpchar($1, $2, $3)
              else redshift.refuse_char($1) end
$$;
update pg_catalog.pg_cast set castfunc = 'redshift.fit_varchar(varchar,integer,boolean)'::regprocedure
 where castsource = 'varchar'::regtype and casttarget = 'varchar'::regtype;
update pg_catalog.pg_cast set castfunc = 'redshift.fit_char(bpchar,integer,boolean)'::regprocedure
 where castsource = 'bpchar'::regtype and casttarget = 'bpchar'::regtype;
