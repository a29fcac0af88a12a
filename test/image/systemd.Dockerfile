# footwatch as it is installed on Debian, below a systemd that is process 1: for the tests of conf/systemd.
ARG NODE_IMAGE=node:24-bookworm-slim
FROM footwatch AS program
FROM ${NODE_IMAGE}
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends systemd redis-server >/dev/null
COPY --from=program /app /usr/local/lib/node_modules/footwatch
RUN ln -s ../lib/node_modules/footwatch/dist/bin/footwatch.js /usr/local/bin/footwatch
# systemd mounts credentials where a service sees them only on a root whose mounts are shared, as those of machines are.
CMD ["sh", "-c", "mount --make-rshared / && exec /lib/systemd/systemd"]
