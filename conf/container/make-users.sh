#!/bin/sh
# Gives each Redis user of users.acl a password of its own at the first start: the users' file, with digests alone, for Redis,
# and one file a user for the service that logs in with it. Runs as the service `users` of docker-compose.yml.
set -eu
secrets=${1:-/run/footwatch}
acl=$(cat "${2:-/app/conf/users.acl}")
umask 077
for user in cacher watch erase; do
  file=$secrets/$user/password
  if [ ! -s "$file" ]; then
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$file.new"
    mv "$file.new" "$file"
  fi
  chmod 400 "$file"
  digest=$(sha256sum <"$file" | cut -d ' ' -f 1)
  acl=$(printf '%s\n' "$acl" | sed "s/^user $user on /&#$digest /")
done
printf '%s\n' "$acl" >"$secrets/redis/users.acl.new"
chmod 444 "$secrets/redis/users.acl.new"
mv "$secrets/redis/users.acl.new" "$secrets/redis/users.acl"
echo 'the users of Redis have their passwords'
