-- Removes the views of an earlier version, which may have other columns.
set local allow_system_table_mods = on;
do $$
declare
  item record;
begin
  for item in select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind = 'v' and n.nspname = 'pg_catalog' and c.oid >= 16384
  loop
    execute format('drop view if exists pg_catalog.%I cascade', item.name);
  end loop;
end $$;
