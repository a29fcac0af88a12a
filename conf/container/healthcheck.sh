#!/bin/sh
# A cacher answers for itself; any other command is well while it runs.
if tr '\0' '\n' </proc/1/cmdline | grep -qx cacher; then exec node /app/dist/bin/footwatch.js health; fi
