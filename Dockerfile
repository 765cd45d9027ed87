# syntax=docker/dockerfile:1
# One image for worker, receiver, codec server and set-up; the command chooses. glibc, because Temporal's core needs it.
FROM node:20.20.2-bookworm-slim AS base
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save
COPY . .
RUN npm run build

FROM base AS modules
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --omit=dev

FROM base AS product
ENV NODE_ENV=production
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
USER node
CMD ["node", "dist/worker/main.js"]

# Simulated Razorpay and Togai, for trying things out. It is not compiled: nothing of the testbed is part of the product.
FROM product AS simulator
COPY testbed/simulator ./testbed/simulator
CMD ["node", "--import", "tsx", "testbed/simulator/main.ts", "--help"]
