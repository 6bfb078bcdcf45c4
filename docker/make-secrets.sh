#!/bin/sh
# Makes what is secret, in secrets/ beside it or in the folder named: a key, and passwords that nobody has to know. What is
# there already stays as it is.
set -eu
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
cd "$folder"
# Only its owner gets into the folder. The files in it are readable, as each container reads them as another user.
chmod 700 .
umask 022

# $1: name of the file, $2: what is in it
write() {
  printf '%s\n' "$2" > "$1.new"
  mv "$1.new" "$1"
}
make() {
  [ ! -s "$1" ] || return 0
  made=$(openssl rand -hex 32)
  write "$1" "$made"
}
for name in encryption_key postgres_password orthanc_database_password yunying_database_password orthanc_password redis_password; do
  make "$name"
done

# Empty until they are needed.
touch encryption_key_previous sms_token

# The same as servers want to have them.
write database_url "postgres://yunying:$(cat yunying_database_password)@postgres:5432/yunying"
write redis_url "redis://:$(cat redis_password)@redis:6379"
# Orthanc takes its passwords from the environment.
write orthanc.env "ORTHANC_PASSWORD=$(cat orthanc_password)
POSTGRES_PASSWORD=$(cat orthanc_database_password)"
chmod 600 orthanc.env

echo "The secrets are complete. Keep a copy of $PWD/encryption_key in another place: without it backups and the audit trail cannot be read."
