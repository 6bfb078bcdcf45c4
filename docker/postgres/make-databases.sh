#!/bin/sh
# Two databases, each of a role of its own that reaches nothing else: the archive's index, and Yunying's people, rules and
# audit trail. The image runs it once, when the data are new; it may be run again at any time, and then sets the passwords anew.
set -eu

# $1: name of role and database, $2: file with the password
make_database() {
  # From the standard input, not the command line, where everybody of the machine could read the password.
  psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres <<SQL
\\set password \`cat '$2'\`
-- Not into the server's log either.
set log_statement = 'none';
set log_min_duration_statement = -1;
select 'create role $1' where not exists (select from pg_roles where rolname = '$1') \\gexec
alter role $1 login nosuperuser nocreatedb nocreaterole password :'password';
select 'create database $1 owner $1' where not exists (select from pg_database where datname = '$1') \\gexec
revoke all on database $1 from public;
SQL
}

secrets=${SECRETS:-/run/secrets}
make_database orthanc "$secrets/orthanc_database_password"
make_database yunying "$secrets/yunying_database_password"
