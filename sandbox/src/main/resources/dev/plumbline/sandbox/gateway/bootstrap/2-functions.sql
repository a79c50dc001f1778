-- What Redshift has and PostgreSQL lacks, or has with another meaning.

-- the session
create function redshift.current_database() returns name language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('redshift.database', true), ''), 'dev')::name
$$;
-- the clients' database dev has another name in PostgreSQL
create function redshift.has_database_privilege(database text, privilege text) returns boolean
language sql stable as $$
  select pg_catalog.has_database_privilege(
    case when $1 = 'dev' then pg_catalog.current_database() else $1 end, $2)
$$;
create function redshift.version() returns varchar language sql immutable parallel safe as $$
  select 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), Redshift 1.0.115467 (Plumbline sandbox)'::varchar
$$;
create function redshift.current_setting(name text) returns varchar language sql stable as $$
  select coalesce(pg_catalog.current_setting('redshift.' || $1, true), pg_catalog.current_setting($1))::varchar
$$;
create function redshift.pg_last_copy_id() returns bigint language sql stable as $$
  select coalesce(nullif(pg_catalog.current_setting('redshift.last_copy_id', true), '')::bigint, -1)
$$;
create function redshift.pg_last_copy_count() returns bigint language sql stable as $$
  select coalesce(nullif(pg_catalog.current_setting('redshift.last_copy_count', true), '')::bigint, 0)
$$;
create function redshift.pg_last_query_id() returns bigint language sql stable as $$
  select coalesce(nullif(pg_catalog.current_setting('redshift.last_copy_id', true), '')::bigint, -1)
$$;
create function redshift.pg_get_late_binding_view_cols() returns setof record language plpgsql stable as $$
begin
  return;
end $$;

-- aggregates: the mean of integers is an integer
create function redshift.integer_mean(state bigint[]) returns bigint language sql immutable parallel safe as $$
  select case when state[1] = 0 then null else state[2] / state[1] end
$$;
create function redshift.numeric_mean(state numeric[]) returns bigint language sql immutable parallel safe as $$
  select case when state[1] = 0 then null else trunc(state[2] / state[1])::bigint end
$$;
create function redshift.add_to_mean(state numeric[], value bigint) returns numeric[]
language sql immutable parallel safe as $$
  select case when value is null then state else array[state[1] + 1, state[2] + value] end
$$;
create aggregate redshift.avg(smallint)
  (sfunc = pg_catalog.int2_avg_accum, stype = bigint[], finalfunc = redshift.integer_mean, initcond = '{0,0}');
create aggregate redshift.avg(integer)
  (sfunc = pg_catalog.int4_avg_accum, stype = bigint[], finalfunc = redshift.integer_mean, initcond = '{0,0}');
create aggregate redshift.avg(bigint)
  (sfunc = redshift.add_to_mean, stype = numeric[], finalfunc = redshift.numeric_mean, initcond = '{0,0}');
create aggregate redshift.avg(double precision)
  (sfunc = pg_catalog.float8_accum, stype = float8[], finalfunc = pg_catalog.float8_avg, initcond = '{0,0,0}');
create function redshift.add_exact(state numeric[], value numeric) returns numeric[]
language sql immutable parallel safe as $$
  select case when value is null then state else array[state[1] + 1, state[2] + value] end
$$;
create function redshift.exact_mean(state numeric[]) returns numeric language sql immutable parallel safe as $$
  select case when state[1] = 0 then null else state[2] / state[1] end
$$;
create aggregate redshift.avg(numeric)
  (sfunc = redshift.add_exact, stype = numeric[], finalfunc = redshift.exact_mean, initcond = '{0,0}');

create aggregate redshift.listagg(text, text)
  (sfunc = pg_catalog.string_agg_transfn, stype = internal, finalfunc = pg_catalog.string_agg_finalfn);

-- conditions
create function redshift.nvl2(anyelement, anycompatible, anycompatible) returns anycompatible
language sql immutable parallel safe as $$ select case when $1 is not null then $2 else $3 end $$;
create function redshift.isnull(anycompatible, anycompatible) returns anycompatible
language sql immutable parallel safe as $$ select coalesce($1, $2) $$;

-- numbers
create function redshift.strtol_any(value text, base integer) returns bigint
language plpgsql immutable strict parallel safe as $$
declare
  digits text := '0123456789abcdefghijklmnopqrstuvwxyz';
  total numeric := 0;
  negative boolean := left(value, 1) = '-';
  digit integer;
begin
  if base < 2 or base > 36 then
    raise exception 'The input radix % is invalid.', base using errcode = '22023';
  end if;
  foreach value in array string_to_array(lower(ltrim(value, '-+')), null) loop
    digit := strpos(digits, value) - 1;
    if digit < 0 or digit >= base then
      raise exception 'The input % is not valid to be converted to base %', value, base using errcode = '22P02';
    end if;
    total := total * base + digit;
  end loop;
  return case when negative then -total else total end;
end $$;
create function redshift.strtol(value text, base integer) returns bigint language sql immutable parallel safe as $$
  select case when base = 16 and length(value) <= 15 and value ~ '^[0-9a-fA-F]+$'
              then ('x' || lpad(value, 16, '0'))::bit(64)::bigint
              else redshift.strtol_any(value, base) end
$$;
-- strtol(…, 16) of a piece of a hash, which is known to be hexadecimal. The server puts such a body in the
-- place of the call, since it names its parameter once; a digest calls it for every row.
create function redshift.strtol_of_hash(value text) returns bigint language sql immutable parallel safe as $$
  select ('0x0' || value)::bigint
$$;
create function redshift.to_hex(value bytea) returns varchar language sql immutable parallel safe as $$
  select encode(value, 'hex')::varchar
$$;
create function redshift.to_hex(value varchar) returns varchar language sql immutable parallel safe as $$
  select encode(convert_to(value, 'UTF8'), 'hex')::varchar
$$;
create function redshift.from_hex(value varchar) returns bytea language sql immutable parallel safe as $$
  select decode(value, 'hex')
$$;

-- text
create function redshift.len(value text) returns integer language sql immutable parallel safe as $$ select length(value) $$;
create function redshift.len(value bpchar) returns integer language sql immutable parallel safe as $$ select length(value) $$;
create function redshift.len(value bytea) returns integer language sql immutable parallel safe as $$ select length(value) $$;
create function redshift.charindex(part text, value text) returns integer language sql immutable parallel safe as $$
  select strpos(value, part)
$$;
create function redshift.replicate(value text, times integer) returns varchar language sql immutable parallel safe as $$
  select repeat(value, times)::varchar
$$;
create function redshift.regexp_count(value text, pattern text) returns integer language sql immutable parallel safe as $$
  select pg_catalog.regexp_count(value, pattern)
$$;
create function redshift.regexp_instr(value text, pattern text) returns integer language sql immutable parallel safe as $$
  select pg_catalog.regexp_instr(value, pattern)
$$;
create function redshift.regexp_replace(value text, pattern text, replacement text default '') returns varchar
language sql immutable parallel safe as $$
  select pg_catalog.regexp_replace(value, pattern, regexp_replace(replacement, E'\\$(\\d)', E'\\\\\\1', 'g'), 'g')::varchar
$$;
create function redshift.regexp_substr(value text, pattern text, start_at integer default 1, occurrence integer default 1)
returns varchar language sql immutable parallel safe as $$
  select coalesce(pg_catalog.regexp_substr(value, pattern, start_at, occurrence),
                  case when value is not null and pattern is not null then '' end)::varchar
$$;

-- hashes: Redshift's CRC32 is CRC-32C and returns hexadecimal text
create function redshift.crc32(value text) returns varchar language sql immutable parallel safe as $$
  select lpad(pg_catalog.to_hex(pg_catalog.crc32c(convert_to(value, 'UTF8'))), 8, '0')::varchar
$$;
create function redshift.crc32(value bytea) returns varchar language sql immutable parallel safe as $$
  select lpad(pg_catalog.to_hex(pg_catalog.crc32c(value)), 8, '0')::varchar
$$;
create function redshift.sha2(value text, bits integer) returns varchar language sql immutable parallel safe as $$
  select encode(case bits when 224 then sha224(convert_to(value, 'UTF8'))
                          when 256 then sha256(convert_to(value, 'UTF8'))
                          when 0 then sha256(convert_to(value, 'UTF8'))
                          when 384 then sha384(convert_to(value, 'UTF8'))
                          when 512 then sha512(convert_to(value, 'UTF8')) end, 'hex')::varchar
$$;

create function redshift.sha1(value text) returns varchar language sql immutable parallel safe as $$
  select encode(sandbox.digest(convert_to(value, 'UTF8'), 'sha1'), 'hex')::varchar
$$;
create function redshift.sha(value text) returns varchar language sql immutable parallel safe as $$
  select redshift.sha1(value)
$$;
create function redshift.func_sha1(value text) returns varchar language sql immutable parallel safe as $$
  select redshift.sha1(value)
$$;

-- dates and times
create function redshift.sysdate() returns timestamp language sql stable parallel safe as $$
  select transaction_timestamp() at time zone 'UTC'
$$;
create function redshift.getdate() returns timestamp language sql stable parallel safe as $$
  select date_trunc('second', statement_timestamp() at time zone 'UTC')
$$;
create function redshift.date_part_name(part text) returns text language sql immutable parallel safe as $$
  select case lower(part)
    when 'y' then 'year' when 'yr' then 'year' when 'yrs' then 'year' when 'years' then 'year' when 'year' then 'year'
    when 'qtr' then 'quarter' when 'qtrs' then 'quarter' when 'quarters' then 'quarter' when 'quarter' then 'quarter'
    when 'mon' then 'month' when 'mons' then 'month' when 'months' then 'month' when 'month' then 'month'
    when 'w' then 'week' when 'weeks' then 'week' when 'week' then 'week'
    when 'd' then 'day' when 'days' then 'day' when 'day' then 'day'
    when 'h' then 'hour' when 'hr' then 'hour' when 'hrs' then 'hour' when 'hours' then 'hour' when 'hour' then 'hour'
    when 'm' then 'minute' when 'min' then 'minute' when 'mins' then 'minute' when 'minutes' then 'minute' when 'minute' then 'minute'
    when 's' then 'second' when 'sec' then 'second' when 'secs' then 'second' when 'seconds' then 'second' when 'second' then 'second'
    when 'ms' then 'millisecond' when 'msec' then 'millisecond' when 'milliseconds' then 'millisecond' when 'millisecond' then 'millisecond'
    when 'us' then 'microsecond' when 'usec' then 'microsecond' when 'microseconds' then 'microsecond' when 'microsecond' then 'microsecond'
  end
$$;
create function redshift.refuse_date_part(part text) returns bigint language plpgsql immutable parallel safe as $$
begin
  raise exception 'unsupported date part "%"', part using errcode = '22023';
end $$;
-- through a double where that is exact, which is faster than through a numeric
create function redshift.microseconds(value timestamp) returns bigint language sql immutable parallel safe as $$
  select case when value >= '1900-01-01' and value < '2040-01-01'
              then (pg_catalog.date_part('epoch', value) * 1000000)::bigint
              else (extract(epoch from value) * 1000000)::bigint end
$$;
create function redshift.datediff(part text, low timestamp, high timestamp) returns bigint
language sql immutable parallel safe as $$
  select case redshift.date_part_name(part)
    when 'year' then (extract(year from high) - extract(year from low))::bigint
    when 'quarter' then ((extract(year from high) - extract(year from low)) * 4
                         + extract(quarter from high) - extract(quarter from low))::bigint
    when 'month' then ((extract(year from high) - extract(year from low)) * 12
                       + extract(month from high) - extract(month from low))::bigint
    when 'week' then (date_trunc('week', high)::date - date_trunc('week', low)::date)::bigint / 7
    when 'day' then (high::date - low::date)::bigint
    when 'hour' then (redshift.microseconds(date_trunc('hour', high)) - redshift.microseconds(date_trunc('hour', low))) / 3600000000
    when 'minute' then (redshift.microseconds(date_trunc('minute', high)) - redshift.microseconds(date_trunc('minute', low))) / 60000000
    when 'second' then (redshift.microseconds(date_trunc('second', high)) - redshift.microseconds(date_trunc('second', low))) / 1000000
    when 'millisecond' then (redshift.microseconds(date_trunc('milliseconds', high)) - redshift.microseconds(date_trunc('milliseconds', low))) / 1000
    when 'microsecond' then redshift.microseconds(high) - redshift.microseconds(low)
    else redshift.refuse_date_part(part)
  end
$$;
create function redshift.datediff(part text, low timestamptz, high timestamptz) returns bigint
language sql immutable parallel safe as $$
  select redshift.datediff(part, low at time zone 'UTC', high at time zone 'UTC')
$$;
create function redshift.interval_of(part text, amount bigint) returns interval
language sql immutable parallel safe as $$
  select case redshift.date_part_name(part)
    when 'quarter' then (amount * 3 || ' months')::interval
    when 'millisecond' then (amount || ' milliseconds')::interval
    when 'microsecond' then (amount || ' microseconds')::interval
    else (amount || ' ' || coalesce(redshift.date_part_name(part), redshift.refuse_date_part(part)::text))::interval
  end
$$;
create function redshift.dateadd(part text, amount bigint, value timestamp) returns timestamp
language sql immutable parallel safe as $$ select value + redshift.interval_of(part, amount) $$;
create function redshift.dateadd(part text, amount bigint, value timestamptz) returns timestamptz
language sql immutable parallel safe as $$
  select (value at time zone 'UTC' + redshift.interval_of(part, amount)) at time zone 'UTC'
$$;
create function redshift.dateadd(part text, amount bigint, value date) returns timestamp
language sql immutable parallel safe as $$ select value::timestamp + redshift.interval_of(part, amount) $$;
create function redshift.add_months(value timestamp, months bigint) returns timestamp
language sql immutable parallel safe as $$
  select case when value::date = (date_trunc('month', value) + interval '1 month - 1 day')::date
    then date_trunc('month', value) + (months + 1 || ' months')::interval - interval '1 day' + (value - date_trunc('day', value))
    else value + (months || ' months')::interval end
$$;
create function redshift.last_day(value timestamp) returns date language sql immutable parallel safe as $$
  select (date_trunc('month', value) + interval '1 month - 1 day')::date
$$;
create function redshift.convert_timezone(target text, value timestamp) returns timestamp
language sql stable parallel safe as $$ select value at time zone 'UTC' at time zone target $$;
create function redshift.convert_timezone(source text, target text, value timestamp) returns timestamp
language sql stable parallel safe as $$ select value at time zone source at time zone target $$;
create function redshift.to_timestamp(value text, format text) returns timestamptz
language sql stable parallel safe as $$ select pg_catalog.to_timestamp(value, format) $$;
create function redshift.to_number(value text, format text) returns numeric
language sql stable parallel safe as $$ select pg_catalog.to_number(value, format) $$;

-- SUPER
create function redshift.json_parse(value text) returns super language plpgsql immutable strict parallel safe as $$
begin
  return value::jsonb;
exception when invalid_text_representation or untranslatable_character then
  raise exception 'The input is not valid JSON: %', left(value, 100) using errcode = '22P02';
end $$;
create function redshift.json_parse(value bytea) returns super language sql immutable parallel safe as $$
  select redshift.json_parse(convert_from(value, 'UTF8'))
$$;
create function redshift.json_serialize(value super) returns varchar language sql immutable parallel safe as $$
  select pg_catalog.regexp_replace((value::jsonb)::text, E'("(?:[^"\\\\]|\\\\.)*")| ', E'\\1', 'g')::varchar
$$;
create function redshift.json_typeof(value super) returns varchar language sql immutable parallel safe as $$
  select jsonb_typeof(value)::varchar
$$;
create function redshift.is_valid_json(value text) returns boolean language sql immutable parallel safe as $$
  select value is json object
$$;
create function redshift.can_json_parse(value text) returns boolean language sql immutable parallel safe as $$
  select value is json
$$;
create function redshift.is_valid_json_array(value text) returns boolean language sql immutable parallel safe as $$
  select value is json array
$$;
create function redshift.is_array(value super) returns boolean language sql immutable parallel safe as $$
  select jsonb_typeof(value) = 'array'
$$;
create function redshift.is_object(value super) returns boolean language sql immutable parallel safe as $$
  select jsonb_typeof(value) = 'object'
$$;
create function redshift.json_array_length(value text) returns integer language sql immutable parallel safe as $$
  select pg_catalog.json_array_length(value::json)
$$;
create function redshift.json_extract_path_text(value text, variadic path text[]) returns varchar
language sql immutable parallel safe as $$
  select coalesce(pg_catalog.json_extract_path_text(value::json, variadic path), '')::varchar
$$;
create function redshift.json_extract_array_element_text(value text, element integer) returns varchar
language sql immutable parallel safe as $$ select coalesce(value::json ->> element, '')::varchar $$;

-- VARBYTE
create function redshift.to_varbyte(value text, format text) returns bytea
language sql immutable parallel safe as $$
  select case lower(format) when 'hex' then decode(value, 'hex')
                            when 'base64' then decode(value, 'base64')
                            when 'utf8' then convert_to(value, 'UTF8')
                            when 'utf-8' then convert_to(value, 'UTF8') end
$$;
create function redshift.from_varbyte(value bytea, format text) returns varchar
language sql immutable parallel safe as $$
  select case lower(format) when 'hex' then encode(value, 'hex')
                            when 'base64' then replace(encode(value, 'base64'), E'\n', '')
                            when 'utf8' then convert_from(value, 'UTF8')
                            when 'utf-8' then convert_from(value, 'UTF8') end::varchar
$$;
