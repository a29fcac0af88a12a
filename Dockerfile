# Any image with Node will do: a script that wants the same bytes each time names it by digest (scripts/pin-node-image.mjs).
ARG NODE_IMAGE=node:24-alpine

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# TypeScript is an optional peer of cosmiconfig, for configuration files that are code: footwatch reads none.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/typescript node_modules/@typescript

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM ${NODE_IMAGE}
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="footwatch" \
      org.opencontainers.image.description="Plantar pressure of walking people, live in the terminal and kept in Redis" \
      org.opencontainers.image.source="https://github.com/footwatch/footwatch" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# Block elements and Braille need UTF-8. The cacher's health is asked for at the address of its metrics.
ENV NODE_ENV=production LANG=C.UTF-8 FOOTWATCH_METRICS=127.0.0.1:9464
WORKDIR /app
# Where docker-compose.yml mounts the passwords: a new volume takes its owner from the folder it covers.
RUN for folder in redis cacher watch erase; do mkdir -p /run/footwatch/$folder; done && chown -R node /run/footwatch
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/conf ./conf
COPY --from=build /app/dist ./dist
USER node
ENTRYPOINT ["node", "/app/dist/bin/footwatch.js"]
HEALTHCHECK --interval=8s --timeout=5s --retries=2 --start-period=10s CMD ["/app/conf/container/healthcheck.sh"]
