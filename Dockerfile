FROM node:20-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci && npm prune --omit=dev

FROM node:20-alpine
# Block elements and Braille need UTF-8.
ENV NODE_ENV=production LANG=C.UTF-8
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/conf ./conf
USER node
ENTRYPOINT ["node", "/app/dist/bin/footwatch.js"]
