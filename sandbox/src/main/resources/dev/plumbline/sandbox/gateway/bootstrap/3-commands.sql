-- What the gateway calls on a client's behalf. SECURITY DEFINER where the caller may not touch the tables.

create or replace function sandbox.is_monitor() returns boolean language sql stable as $$
  select pg_has_role(current_user, 'rs_superuser', 'member') or pg_has_role(current_user, 'rs_monitor', 'member')
$$;
create or replace function sandbox.is_superuser(who name) returns boolean language sql stable as $$
  select pg_has_role(who, 'rs_superuser', 'member')
$$;

-- Records what only Redshift knows of a new table; columns that a query left as text become varchar.
create or replace function sandbox.note_table(target regclass, detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  merged jsonb := detail;
  parent oid;
  untyped record;
begin
  if detail ? 'like' then
    parent := (detail ->> 'like')::regclass::oid;
    merged := coalesce((select attributes from sandbox.table_attributes where table_oid = parent), '{}')
              - 'primaryKey' - 'uniques' - 'foreignKeys' || (detail - 'like');
  end if;
  insert into sandbox.table_attributes (table_oid, attributes) values (target::oid, merged)
  on conflict do nothing;
  for untyped in
    select attname from pg_attribute
     where attrelid = target and attnum > 0 and not attisdropped and atttypid = 'text'::regtype
  loop
    execute format('alter table %s alter column %I type varchar', target, untyped.attname);
  end loop;
end $$;

create or replace function sandbox.change_table(target regclass, detail jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not pg_has_role(session_user, (select relowner from pg_class where oid = target), 'member') then
    raise exception 'must be owner of relation %', target using errcode = '42501';
  end if;
  insert into sandbox.table_attributes (table_oid, attributes) values (target::oid, detail)
  on conflict (table_oid) do update set attributes = sandbox.table_attributes.attributes || excluded.attributes
    || case when excluded.attributes ? 'encodings'
            then jsonb_build_object('encodings', coalesce(sandbox.table_attributes.attributes -> 'encodings', '{}')
                                                 || (excluded.attributes -> 'encodings'))
            else '{}' end;
end $$;

-- ALTER TABLE APPEND
create or replace function redshift.append_table(target regclass, source regclass, mode text) returns void
language plpgsql as $$
declare
  columns text;
  difference text;
begin
  lock table only pg_catalog.pg_class in access share mode;
  select string_agg(coalesce(s.attname, t.attname), ', ') into difference
    from (select attname, atttypid, atttypmod, attnotnull from pg_attribute
           where attrelid = source and attnum > 0 and not attisdropped) s
    full join (select attname, atttypid, atttypmod, attnotnull from pg_attribute
                where attrelid = target and attnum > 0 and not attisdropped) t
      on s.attname = t.attname
   where (s.attname is null and mode <> 'FILLTARGET') or (t.attname is null and mode <> 'IGNOREEXTRA')
      or (s.atttypid, s.atttypmod, s.attnotnull) is distinct from (t.atttypid, t.atttypmod, t.attnotnull)
         and s.attname is not null and t.attname is not null;
  if difference is not null then
    raise exception 'ALTER TABLE APPEND: columns of the two tables differ: %', difference using errcode = '42804';
  end if;
  select string_agg(quote_ident(s.attname), ', ') into columns
    from pg_attribute s join pg_attribute t on t.attrelid = target and t.attname = s.attname
   where s.attrelid = source and s.attnum > 0 and not s.attisdropped and not t.attisdropped;
  execute format('insert into %s (%s) select %s from %s', target, columns, columns, source);
  execute format('truncate table %s', source);
end $$;

-- Late-binding views: a view over an SQL function with a text body, which PostgreSQL inlines. Each
-- creation makes a new function, so that a reader sees the old pair or the new one, never a mixture.
create or replace function sandbox.drop_unused_view_functions() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  unused record;
begin
  for unused in
    select l.view_oid, l.function_oid, p.oid::regprocedure as signature
      from sandbox.late_binding_view l left join pg_proc p on p.oid = l.function_oid
     where not exists (select 1 from pg_class c where c.oid = l.view_oid)
  loop
    if unused.signature is not null then
      execute format('drop function %s', unused.signature);
    end if;
    delete from sandbox.late_binding_view where view_oid = unused.view_oid;
  end loop;
end $$;

create or replace function sandbox.note_view(target regclass, body_function regprocedure, query text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  former oid;
begin
  select function_oid into former from sandbox.late_binding_view where view_oid = target::oid;
  insert into sandbox.late_binding_view values (target::oid, body_function::oid, query)
  on conflict (view_oid) do update set function_oid = excluded.function_oid, query = excluded.query;
  if former is not null and exists (select 1 from pg_proc where oid = former) then
    execute format('drop function %s', former::regprocedure);
  end if;
end $$;

-- The columns of a query as (name, type) pairs, without running it.
create or replace function sandbox.describe_query(query text) returns text[]
language plpgsql as $$
declare
  described text[];
begin
  execute 'create temporary view rs_described as ' || query;
  select array_agg(array[attname::text,
           case when atttypid = 'text'::regtype then 'varchar' else format_type(atttypid, atttypmod) end] order by attnum)
    into described
    from pg_attribute where attrelid = 'pg_temp.rs_described'::regclass and attnum > 0;
  drop view pg_temp.rs_described;
  return described;
end $$;

create or replace function sandbox.create_late_binding_view(
  view text, names text[], query text, replaces boolean, declared text[])
returns void language plpgsql set check_function_bodies = off as $$
declare
  columns text[];
  old_names text;
  new_names text;
  body_function text := format('rs_views.%I', 'v_' || nextval('sandbox.query_id'));
  existing regclass := to_regclass(view);
begin
  begin
    columns := sandbox.describe_query(query);
  exception when undefined_table or undefined_column or invalid_schema_name or undefined_function then
    if declared is null then
      raise exception 'the sandbox does not emulate a late-binding view over missing tables or columns unless each of its columns is CAST(... AS type) AS name'
        using errcode = '0A000', detail = sqlerrm;
    end if;
    columns := declared;
  end;
  for i in 1 .. coalesce(array_length(names, 1), 0) loop
    columns[i][1] := names[i];
  end loop;
  if replaces and existing is not null then
    select string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' order by attnum) into old_names
      from pg_attribute where attrelid = existing and attnum > 0;
    select string_agg(columns[i][1] || ' ' || format_type(t.type, t.modifier), ', ' order by i) into new_names
      from generate_subscripts(columns, 1) i,
           lateral (select to_regtype(columns[i][2])::oid as type, to_regtypemod(columns[i][2]) as modifier) t;
    if old_names <> new_names then
      raise exception 'cannot change number, name or type of columns in view'
        using errcode = '42P16', detail = format('The view has (%s), the new query (%s).', old_names, new_names);
    end if;
  end if;
  execute format('create function %s() returns table (%s) language sql stable parallel safe as %L',
    body_function,
    (select string_agg(format('%I %s', columns[i][1], columns[i][2]), ', ' order by i) from generate_subscripts(columns, 1) i),
    format('select %s from (%s) as q(%s)',
      (select string_agg(format('%I::%s', columns[i][1], columns[i][2]), ', ' order by i) from generate_subscripts(columns, 1) i),
      query,
      (select string_agg(format('%I', columns[i][1]), ', ' order by i) from generate_subscripts(columns, 1) i)));
  execute format('create %s view %s as select %s from %s()',
    case when replaces then 'or replace' else '' end,
    view,
    (select string_agg(format('%I::%s as %I', columns[i][1], columns[i][2], columns[i][1]), ', ' order by i)
       from generate_subscripts(columns, 1) i),
    body_function);
  perform sandbox.note_view(view::regclass, (body_function || '()')::regprocedure, query);
end $$;

-- Orders for the replicator.
create or replace function sandbox.integration_of(target text, who name) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_id text;
begin
  select integration_id into found_id from sandbox.integration where target_database = target;
  if found_id is null then
    raise exception 'database "%" does not exist', target using errcode = '3D000';
  end if;
  if not sandbox.is_superuser(who) then
    raise exception 'must be superuser or owner of database %', target using errcode = '42501';
  end if;
  return found_id;
end $$;

create or replace function sandbox.request_integration(target text, kind text, schema_name text, table_name text, detail text)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  wanted text := sandbox.integration_of(target, session_user);
begin
  if table_name <> '' and not exists (
       select 1 from sandbox.integration_table t
        where t.integration_id = wanted and t.schema_name = request_integration.schema_name
          and t.table_name = request_integration.table_name) then
    raise exception 'relation "%.%" does not exist', schema_name, table_name using errcode = '42P01';
  end if;
  insert into sandbox.integration_request (integration_id, kind, schema_name, table_name, detail, requested_at)
  values (wanted, kind, nullif(schema_name, ''), nullif(table_name, ''), nullif(detail, ''), now() at time zone 'UTC');
  notify sandbox_request;
end $$;

create or replace function sandbox.create_integration_database(target text, wanted text, detail text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  present record;
begin
  if not sandbox.is_superuser(session_user) then
    raise exception 'permission denied to create database' using errcode = '42501';
  end if;
  select * into present from sandbox.integration where integration_id = wanted;
  if not found then
    raise exception 'integration "%" does not exist', wanted using errcode = '42704';
  end if;
  if target = 'dev' or exists (select 1 from sandbox.integration where target_database = target
                                 and state <> 'PendingDbConnectState') then
    raise exception 'database "%" already exists', target using errcode = '42P04';
  end if;
  if present.state <> 'PendingDbConnectState' then
    raise exception 'integration "%" already has a database', wanted using errcode = '42710';
  end if;
  update sandbox.integration set target_database = target where integration_id = wanted;
  insert into sandbox.integration_request (integration_id, kind, detail, requested_at)
  values (wanted, 'CREATE', nullif(detail, ''), now() at time zone 'UTC');
  notify sandbox_request;
end $$;
