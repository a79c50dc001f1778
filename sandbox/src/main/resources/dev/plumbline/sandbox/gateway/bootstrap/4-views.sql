-- Redshift's system views, in pg_catalog as there. Redshift pads CHAR columns; so do these.
set local allow_system_table_mods = on;

-- CHAR(n) as a system view has it: padded, whatever characters are in it.
create function redshift.padded(value text, size integer) returns bpchar language sql immutable parallel safe as $$
  select pg_catalog.bpchar(value::bpchar, size + 4, true)
$$;

-- Redshift database and schema of every PostgreSQL schema that a client may know of.
create view redshift.namespaces as
select n.oid,
       n.nspname,
       n.nspowner,
       n.nspacl,
       coalesce(i.target_database, 'dev')::name as database_name,
       case when i.target_database is null then n.nspname
            else substr(n.nspname, length(i.target_database) + 2)::name end as schema_name
  from pg_namespace n
  left join sandbox.integration i on n.nspname like replace(i.target_database, '_', '\_') || '$%'
 where n.nspname not in ('sandbox', 'redshift', 'rs_views', 'pg_toast') and n.nspname !~ '^pg_(temp|toast_temp)_';

create view redshift.relations as
select c.oid, s.database_name, s.schema_name, s.oid as namespace_oid, c.relname, c.relkind, c.relowner, c.relacl, c.relnatts,
       a.attributes, a.created_at
  from pg_class c
  join redshift.namespaces s on s.oid = c.relnamespace
  left join sandbox.table_attributes a on a.table_oid = c.oid
 where c.relkind in ('r', 'v', 'p');

create view redshift.columns as
select r.database_name, r.schema_name, r.relname, r.relkind, r.oid as table_oid, r.attributes,
       a.attname, a.attnum, a.attnotnull, a.atttypid, a.atttypmod,
       case when a.atttypid = 'pg_catalog.super'::regtype then 'super'
            when a.atttypid = 'bytea'::regtype then 'binary varying'
            when a.atttypid in ('text'::regtype, 'varchar'::regtype) then 'character varying'
            else format_type(a.atttypid, null) end as data_type,
       case when a.atttypid in ('varchar'::regtype, 'bpchar'::regtype) and a.atttypmod > 0 then a.atttypmod - 4
            when a.atttypid in ('varchar'::regtype, 'text'::regtype) then 65535
            when a.atttypid = 'bytea'::regtype then coalesce(
              (select substring(k.conname from 'rs_varbyte_(\d+)_')::integer
                 from pg_constraint k where k.conrelid = a.attrelid and k.conkey = array[a.attnum]
                  and k.conname like 'rs\_varbyte\_%' limit 1), 64000)
       end as character_maximum_length,
       case a.atttypid when 'smallint'::regtype then 16 when 'integer'::regtype then 32 when 'bigint'::regtype then 64
            when 'real'::regtype then 24 when 'double precision'::regtype then 53
            when 'numeric'::regtype then case when a.atttypmod > 0 then ((a.atttypmod - 4) >> 16) & 65535 else 38 end
       end as numeric_precision,
       case a.atttypid when 'smallint'::regtype then 0 when 'integer'::regtype then 0 when 'bigint'::regtype then 0
            when 'numeric'::regtype then case when a.atttypmod > 0 then (a.atttypmod - 4) & 2047 else 0 end
       end as numeric_scale,
       pg_get_expr(d.adbin, d.adrelid) as column_default,
       col_description(r.oid, a.attnum) as remarks
  from redshift.relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum;

create function redshift.may_see(relation oid) returns boolean language sql stable as $$
  select has_table_privilege(relation, 'select, insert, update, delete') or has_any_column_privilege(relation, 'select')
$$;
create function redshift.type_with_length(data_type text, length integer, digits integer, scale integer) returns text
language sql immutable as $$
  select data_type || case when data_type = 'numeric' then '(' || digits || ',' || scale || ')'
                           when length is not null then '(' || length || ')' else '' end
$$;
create function redshift.is_empty(relation oid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_any boolean;
begin
  execute format('select exists (select 1 from %s)', relation::regclass) into found_any;
  return not found_any;
end $$;
create function redshift.row_count(relation oid) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  counted bigint;
begin
  execute format('select count(*) from %s', relation::regclass) into counted;
  return counted;
end $$;

create view pg_catalog.svv_redshift_databases as
select 'dev'::varchar(128) as database_name, 100 as database_owner, 'local'::varchar(32) as database_type,
       null::varchar(128) as database_acl, null::varchar(128) as database_options, 'Snapshot Isolation'::varchar(128) as database_isolation_level
union all
select target_database, 100, 'local', null, null, 'Snapshot Isolation'
  from sandbox.integration where state <> 'PendingDbConnectState' and target_database <> '';

create view pg_catalog.svv_all_schemas as
select s.database_name::varchar(128), s.schema_name::varchar(128), s.nspowner::integer as schema_owner,
       'local'::varchar(128) as schema_type, array_to_string(s.nspacl, '~')::varchar(128) as schema_acl,
       null::varchar(128) as source_database, null::varchar(256) as schema_option
  from redshift.namespaces s
 where has_schema_privilege(s.oid, 'usage');
create view pg_catalog.svv_redshift_schemas as select * from pg_catalog.svv_all_schemas;

create view pg_catalog.svv_all_tables as
select r.database_name::varchar(128), r.schema_name::varchar(128), r.relname::varchar(128) as table_name,
       case when r.relkind = 'v' then 'VIEW' else 'TABLE' end::varchar(128) as table_type,
       array_to_string(r.relacl, '~')::varchar(128) as table_acl,
       obj_description(r.oid, 'pg_class')::varchar(128) as remarks, pg_get_userbyid(r.relowner)::varchar(128) as owner
  from redshift.relations r where redshift.may_see(r.oid);
create view pg_catalog.svv_redshift_tables as select * from pg_catalog.svv_all_tables;

create view pg_catalog.svv_all_columns as
select database_name::varchar(128), schema_name::varchar(128), relname::varchar(128) as table_name,
       attname::varchar(128) as column_name, attnum::integer as ordinal_position, column_default::varchar(4000),
       case when attnotnull then 'NO' else 'YES' end::varchar(3) as is_nullable, data_type::varchar(128),
       character_maximum_length, numeric_precision, numeric_scale, remarks::varchar(256)
  from redshift.columns where redshift.may_see(table_oid);
create view pg_catalog.svv_redshift_columns as select * from pg_catalog.svv_all_columns;

create view pg_catalog.svv_tables as
select r.database_name::varchar(128) as table_catalog, r.schema_name::varchar(128) as table_schema, r.relname::varchar(128) as table_name,
       case when r.relkind = 'v' then 'VIEW' else 'BASE TABLE' end::varchar(128) as table_type,
       obj_description(r.oid, 'pg_class')::varchar(256) as remarks
  from redshift.relations r
 where r.database_name = redshift.current_database() and redshift.may_see(r.oid);

create view pg_catalog.svv_columns as
select database_name::varchar(128) as table_catalog, schema_name::varchar(128) as table_schema, relname::varchar(128) as table_name,
       attname::varchar(128) as column_name, attnum::integer as ordinal_position, column_default::varchar(4000),
       case when attnotnull then 'NO' else 'YES' end::varchar(3) as is_nullable, data_type::varchar(128),
       character_maximum_length, numeric_precision, case when numeric_precision is not null then 10 end as numeric_precision_radix,
       numeric_scale, case when data_type like 'time%' then 6 end as datetime_precision, remarks::varchar(256)
  from redshift.columns
 where database_name = redshift.current_database() and redshift.may_see(table_oid);

create view pg_catalog.pg_table_def as
select schema_name as schemaname, relname as tablename, attname as "column",
       redshift.type_with_length(data_type, character_maximum_length, numeric_precision, numeric_scale)::varchar as type,
       coalesce(attributes -> 'encodings' ->> attname::text, 'none')::varchar(32) as encoding,
       coalesce(attributes ->> 'distKey' = attname, false) as distkey,
       coalesce((select k.place::integer * case when (attributes ->> 'interleaved')::boolean and k.place % 2 = 0 then -1 else 1 end
                   from jsonb_array_elements_text(attributes -> 'sortKey') with ordinality as k(name, place)
                  where k.name = attname::text), 0) as sortkey,
       attnotnull as "notnull"
  from redshift.columns
 where relkind = 'r' and database_name = redshift.current_database()
   and (case when database_name = 'dev' then schema_name else (database_name || '$' || schema_name)::name end) = any (current_schemas(true));

-- Only tables that hold rows are shown, as in Redshift.
create view pg_catalog.svv_table_info as
select r.database_name::text as database, r.schema_name::text as schema, r.oid as table_id, r.relname::text as "table",
       case when r.attributes ? 'encodings' then 'Y' else 'Y, AUTO(ENCODE)' end::text as encoded,
       case when r.attributes ? 'distKey' then 'KEY(' || (r.attributes ->> 'distKey') || ')'
            when r.attributes ->> 'distStyle' in ('EVEN', 'ALL') then r.attributes ->> 'distStyle'
            else 'AUTO(ALL)' end as diststyle,
       coalesce(case when (r.attributes ->> 'interleaved')::boolean then 'INTERLEAVED' else r.attributes -> 'sortKey' ->> 0 end,
                'AUTO(SORTKEY)') as sortkey1,
       coalesce((select max(c.character_maximum_length) from redshift.columns c
                  where c.table_oid = r.oid and c.data_type = 'character varying'), 0) as max_varchar,
       coalesce(r.attributes -> 'encodings' ->> (r.attributes -> 'sortKey' ->> 0), 'none')::varchar(32) as sortkey1_enc,
       coalesce(jsonb_array_length(r.attributes -> 'sortKey'), 0) as sortkey_num,
       greatest(1, pg_total_relation_size(r.oid) / 1048576) as size,
       0.0::numeric(10,4) as pct_used, 0::bigint as empty, 0.00::numeric(5,2) as unsorted, 0.00::numeric(5,2) as stats_off,
       redshift.row_count(r.oid)::numeric(38,0) as tbl_rows,
       null::numeric(19,2) as skew_sortkey1, 1.00::numeric(19,2) as skew_rows,
       redshift.row_count(r.oid)::numeric(38,0) as estimated_visible_rows,
       null::text as risk_event, null::numeric(12,2) as vacuum_sort_benefit, r.created_at as create_time
  from redshift.relations r
 where r.relkind = 'r' and r.schema_name not in ('pg_catalog', 'information_schema')
   and r.database_name = redshift.current_database() and redshift.may_see(r.oid) and not redshift.is_empty(r.oid);

create view pg_catalog.svv_relation_privileges as
select r.schema_name::varchar(128) as namespace_name, r.relname::varchar(128) as relation_name, x.privilege_type::varchar(128),
       x.grantee::integer as identity_id,
       case when x.grantee = 0 then 'public' else pg_get_userbyid(x.grantee)::varchar(128) end as identity_name,
       case when x.grantee = 0 then 'public' when (select rolcanlogin from pg_roles where oid = x.grantee) then 'user' else 'role' end::varchar(128) as identity_type,
       x.is_grantable as admin_option
  from redshift.relations r, aclexplode(r.relacl) x
 where r.database_name = redshift.current_database();
create view pg_catalog.svv_column_privileges as
select r.schema_name::varchar(128) as namespace_name, r.relname::varchar(128) as relation_name, a.attname::varchar(128) as column_name,
       x.privilege_type::varchar(128), x.grantee::integer as identity_id,
       case when x.grantee = 0 then 'public' else pg_get_userbyid(x.grantee)::varchar(128) end as identity_name,
       case when x.grantee = 0 then 'public' when (select rolcanlogin from pg_roles where oid = x.grantee) then 'user' else 'role' end::varchar(128) as identity_type,
       x.is_grantable as admin_option
  from redshift.relations r
  join pg_attribute a on a.attrelid = r.oid and a.attacl is not null,
       aclexplode(a.attacl) x
 where r.database_name = redshift.current_database();
create view pg_catalog.svv_schema_privileges as
select s.schema_name::varchar(128) as namespace_name, x.privilege_type::varchar(128), x.grantee::integer as identity_id,
       case when x.grantee = 0 then 'public' else pg_get_userbyid(x.grantee)::varchar(128) end as identity_name,
       case when x.grantee = 0 then 'public' when (select rolcanlogin from pg_roles where oid = x.grantee) then 'user' else 'role' end::varchar(128) as identity_type,
       x.is_grantable as admin_option
  from redshift.namespaces s, aclexplode(s.nspacl) x
 where s.database_name = redshift.current_database();

-- There are no external schemas.
create view pg_catalog.svv_external_schemas as
select null::oid as esoid, null::smallint as eskind, null::varchar as schemaname, null::integer as esowner, null::varchar as databasename,
       null::varchar as esoptions where false;
create view pg_catalog.svv_external_tables as
select null::varchar as redshift_database_name, null::varchar as schemaname, null::varchar as tablename, null::varchar as tabletype,
       null::varchar as location where false;
create view pg_catalog.svv_external_columns as
select null::varchar as redshift_database_name, null::varchar as schemaname, null::varchar as tablename, null::varchar as columnname,
       null::varchar as external_type, null::integer as columnnum, null::integer as part_key, null::varchar as is_nullable where false;
create view pg_catalog.svv_external_databases as
select null::integer as eskind, null::varchar as databasename, null::varchar as esoptions where false;

-- There are no policies: row-level security and masking are refused.
create view pg_catalog.svv_rls_attached_policy as
select null::varchar(128) as relschema, null::varchar(128) as relname, null::varchar(128) as relkind, null::varchar(128) as polname, null::varchar(128) as grantor,
       null::varchar(128) as grantee, null::varchar(128) as granteekind, null::boolean as is_pol_on, null::boolean as is_rls_on,
       null::varchar(3) as rls_conjunction_type where false;
create view pg_catalog.svv_attached_masking_policy as
select null::varchar as policy_name, null::varchar as schema_name, null::varchar as table_name, null::varchar as table_type, null::varchar as grantor,
       null::varchar as grantee, null::varchar as grantee_type, null::integer as priority, null::varchar as input_columns,
       null::varchar as output_columns where false;

-- Zero-ETL. Superusers and members of rs_monitor see rows; everyone else sees none.
create view pg_catalog.svv_integration as
select redshift.padded(i.integration_id, 128) as integration_id, redshift.padded(i.target_database, 128) as target_database, redshift.padded(i.source, 128) as source, redshift.padded(i.state, 128) as state,
       i.current_lag_ms as current_lag, redshift.padded(i.last_replicated_checkpoint, 128) as last_replicated_checkpoint,
       (select count(*)::integer from sandbox.integration_table t
         where t.integration_id = i.integration_id and t.table_state = 'Synced') as total_tables_replicated,
       (select count(*)::integer from sandbox.integration_table t
         where t.integration_id = i.integration_id and t.table_state = 'Failed') as total_tables_failed,
       i.creation_time, i.refresh_interval, redshift.padded(i.source_database, 128) as source_database, i.is_history_mode,
       i.latest_detected_change_time, i.latest_applied_change_time, i.auto_remediation, i.latest_shipped_source_commit_time
  from sandbox.integration i where sandbox.is_monitor();

create view pg_catalog.svv_integration_table_state as
select redshift.padded(t.integration_id, 128) as integration_id, redshift.padded(i.target_database, 128) as target_database, redshift.padded(t.schema_name, 128) as schema_name, redshift.padded(t.table_name, 128) as table_name,
       redshift.padded(t.table_state, 128) as table_state, redshift.padded(t.table_last_replicated_checkpoint, 128) as table_last_replicated_checkpoint, redshift.padded(t.reason, 256) as reason,
       t.last_updated_timestamp, t.table_rows, t.table_size, t.is_history_mode
  from sandbox.integration_table t join sandbox.integration i using (integration_id) where sandbox.is_monitor();

create view pg_catalog.sys_integration_activity as
select redshift.padded(integration_id, 128) as integration_id, redshift.padded(target_database, 128) as target_database, redshift.padded(source, 128) as source, redshift.padded(checkpoint_name, 128) as checkpoint_name,
       redshift.padded(checkpoint_type, 16) as checkpoint_type, checkpoint_bytes, last_commit_timestamp, modified_tables, integration_start_time, integration_end_time
  from sandbox.integration_activity where sandbox.is_monitor();

create view pg_catalog.sys_integration_table_activity as
select redshift.padded(integration_id, 128) as integration_id, redshift.padded(checkpoint_name, 128) as checkpoint_name, redshift.padded(target_database, 128) as target_database, redshift.padded(schema_name, 128) as schema_name,
       redshift.padded(table_name, 128) as table_name, table_id, record_time, transaction_id, inserted_rows, deleted_rows, updated_rows, bytes_ingested
  from sandbox.integration_table_activity where sandbox.is_monitor();

create view pg_catalog.sys_integration_table_state_change as
select redshift.padded(integration_id, 128) as integration_id, redshift.padded(database_name, 128) as database_name, redshift.padded(schema_name, 128) as schema_name, redshift.padded(table_name, 128) as table_name,
       redshift.padded(new_state, 128) as new_state, redshift.padded(table_last_replicated_checkpoint, 128) as table_last_replicated_checkpoint, redshift.padded(state_change_reason, 256) as state_change_reason, record_time
  from sandbox.integration_table_state_change where sandbox.is_monitor();

-- Loads: everybody sees their own rows, superusers all.
create function redshift.user_id(who text) returns integer language sql stable as $$
  select oid::integer from pg_roles where rolname = who
$$;
create view pg_catalog.sys_load_history as
select redshift.user_id(user_name) as user_id, query_id, transaction_id, session_id, database_name, status, table_name, start_time, end_time,
       (extract(epoch from end_time - start_time) * 1000000)::bigint as duration, data_source, file_format, loaded_rows, loaded_bytes,
       source_file_count, source_file_bytes, source_file_count as file_count_scanned, source_file_bytes as file_bytes_scanned, error_count
  from sandbox.load_history where user_name = current_user or sandbox.is_superuser(current_user);
create view pg_catalog.sys_load_error_detail as
select redshift.user_id(user_name) as user_id, query_id, transaction_id, session_id, redshift.padded(database_name, 64) as database_name, table_id, start_time,
       redshift.padded(file_name, 256) as file_name, line_number, redshift.padded(column_name, 127) as column_name, redshift.padded(column_type, 10) as column_type, redshift.padded(column_length, 10) as column_length,
       position, error_code, redshift.padded(error_message, 512) as error_message
  from sandbox.load_error where user_name = current_user or sandbox.is_superuser(current_user);
create view pg_catalog.stl_load_errors as
select redshift.user_id(user_name) as userid, 0 as slice, table_id as tbl, start_time as starttime, session_id as session, query_id as query,
       redshift.padded(file_name, 256) as filename, line_number, redshift.padded(column_name, 127) as colname, redshift.padded(column_type, 10) as type,
       redshift.padded(column_length, 10) as col_length, position, ''::character(1024) as raw_line, ''::character(1024) as raw_field_value,
       error_code as err_code, redshift.padded(error_message, 100) as err_reason, 0 as is_partial, 0 as start_offset
  from sandbox.load_error where user_name = current_user or sandbox.is_superuser(current_user);

-- Sessions, queries and locks. The functions run as the owner, who sees every session.
create function redshift.sessions(
  out pid integer, out user_name name, out db_name text, out backend_start timestamp, out xact_start timestamp,
  out query_start timestamp, out state text, out query text, out xid bigint)
returns setof record language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select a.pid, a.usename, coalesce(substring(a.application_name from '^rs:([^:]*):'), 'dev'), a.backend_start at time zone 'UTC', a.xact_start at time zone 'UTC',
         a.query_start at time zone 'UTC', a.state, a.query, a.backend_xid::text::bigint
    from pg_stat_activity a
   where a.datname = current_catalog and a.backend_type = 'client backend' and a.usename <> 'postgres'
$$;
create function redshift.locks(out pid integer, out relation oid, out mode text, out granted boolean, out xid bigint, out kind text)
returns setof record language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select l.pid, l.relation, l.mode, l.granted, l.transactionid::text::bigint, l.locktype from pg_locks l
   where l.locktype in ('relation', 'transactionid')
     and (l.relation is null or l.relation >= 16384)
     and (l.database is null or l.database = 0 or l.database = (select oid from pg_database where datname = current_catalog))
$$;
create view pg_catalog.stv_recents as
select redshift.user_id(user_name) as userid, case when state = 'active' then 'Running' else 'Done' end::character(20) as status,
       query_start as starttime, (extract(epoch from clock_timestamp() at time zone 'UTC' - query_start) * 1000000)::integer as duration,
       redshift.padded(user_name, 50) as user_name, redshift.padded(db_name, 50) as db_name, redshift.padded(query, 600) as query, pid
  from redshift.sessions() where user_name = current_user or sandbox.is_monitor();
create view pg_catalog.stv_sessions as
select backend_start as starttime, pid as process, redshift.padded(user_name, 50) as user_name, redshift.padded(db_name, 50) as db_name
  from redshift.sessions() where user_name = current_user or sandbox.is_monitor();
create view pg_catalog.svv_transactions as
select s.user_name::text as txn_owner, s.db_name as txn_db, coalesce(s.xid, 0) as xid, l.pid, s.xact_start as txn_start, l.mode as lock_mode,
       l.kind as lockable_object_type, l.relation::integer, l.granted
  from redshift.locks() l join redshift.sessions() s using (pid)
 where s.user_name = current_user or sandbox.is_monitor();
create view pg_catalog.stv_locks as
select l.relation::integer as table_id, null::timestamp as last_commit, null::timestamp as last_update, coalesce(s.xid, 0) as lock_owner,
       l.pid as lock_owner_pid, s.xact_start as lock_owner_start_ts, null::timestamp as lock_owner_end_ts,
       case when l.granted then 'Holding ' || l.mode else 'Waiting for ' || l.mode end::character(22) as lock_status
  from redshift.locks() l join redshift.sessions() s using (pid)
 where l.relation is not null and (s.user_name = current_user or sandbox.is_monitor());
create view pg_catalog.sys_query_history as
select redshift.user_id(user_name) as user_id, query_id, 'default'::character(320) as query_label, null::bigint as transaction_id, session_id,
       redshift.padded(database_name, 128) as database_name, redshift.padded(query_type, 32) as query_type, redshift.padded(status, 10) as status, false as result_cache_hit, start_time, end_time,
       (extract(epoch from end_time - start_time) * 1000000)::bigint as elapsed_time, 0::bigint as queue_time,
       (extract(epoch from end_time - start_time) * 1000000)::bigint as execution_time, redshift.padded(error_message, 512) as error_message, returned_rows,
       redshift.padded(query_text, 4000) as query_text, redshift.padded(user_name, 128) as username
  from sandbox.query_history where user_name = current_user or sandbox.is_monitor();

do $$
declare
  item record;
begin
  for item in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind = 'v' and (n.nspname = 'redshift'
                  or (n.nspname = 'pg_catalog' and c.oid >= 16384))
  loop
    execute format('grant select on %s to public', item.name);
  end loop;
end $$;
