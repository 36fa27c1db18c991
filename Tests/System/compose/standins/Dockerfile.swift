# Stands in for swift:…-bookworm: Debian 12 with the packages that Swift needs there, and the toolchain of this machine, which is the
# context.
ARG BASE=debian:12-slim

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        binutils git libc6-dev libcurl4 libedit2 libgcc-12-dev libncurses6 libsqlite3-0 libstdc++-12-dev libxml2 libz3-4 tzdata \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
COPY usr /usr
