# Every image of the fleet; docs/deployment.md says how they are built, and lists their sizes.
#
#     docker build --target api --tag flotilla/api:0.2.0 --build-arg VERSION=0.2.0 .
#
# Targets: api enqueuer scan-worker ai-worker notify-worker billing-worker migrate; postgres, which is PostgreSQL with what its
# backups need; model-server and model-server-gpu; and for drills bench-worker.
#
# BINARIES says where the programs come from: `built` compiles them in the Swift stage; `host` takes those that lie in the
# context's folder binaries/ (programs) and binaries/lib/ (Swift's shared libraries).
ARG SWIFT_IMAGE=swift:6.3.1-bookworm
ARG RUNTIME_IMAGE=debian:12-slim
ARG POSTGRES_IMAGE=postgres:17.6-bookworm
ARG MODEL_SERVER_IMAGE=ollama/ollama:0.12.6
ARG BINARIES=built

# --- the programs -----------------------------------------------------------------------------------------------------

FROM ${SWIFT_IMAGE} AS built
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libcrypt-dev libcurl4-openssl-dev libhiredis-dev libmicrohttpd-dev libpango1.0-dev libpq-dev libssl-dev \
        pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
WORKDIR /source
COPY . .
# One product after the other: all at once would build what only tests use. Swift's own libraries, 80 MB, are a layer that all
# images share; linked into each program they would be there eight times.
RUN --mount=type=cache,id=flotilla-build,target=/source/.build \
    set -eu; \
    mkdir -p /out/lib; \
    for product in api enqueuer flotilla ScanWorker AIWorker NotifyWorker BillingWorker BenchWorker; do \
        swift build -c release --disable-index-store --product "$product"; \
        strip --strip-all -o "/out/$product" ".build/release/$product"; \
    done; \
    ldd /out/[!l]* | sed -n 's|.*=> \(/[^ ]*/swift/linux/[^ ]*\).*|\1|p' | sort -u | xargs cp -L -t /out/lib

FROM ${RUNTIME_IMAGE} AS host
COPY binaries/ /out/
RUN mkdir -p /out/lib

# hadolint ignore=DL3006
FROM ${BINARIES} AS binaries

# --- what every program needs at run time -----------------------------------------------------------------------------

FROM ${RUNTIME_IMAGE} AS runtime
# The C libraries of the clients; authorities and time zones; curl for the health checks.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        ca-certificates curl libcrypt1 libcurl4 libhiredis0.14 libmicrohttpd12 libpq5 libssl3 libstdc++6 tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
    && groupadd --system --gid 10001 flotilla \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin flotilla
# Where the programs look for Swift's libraries: beside themselves.
COPY --from=binaries /out/lib/ /opt/flotilla/
ENV PATH=/opt/flotilla:/usr/local/bin:/usr/bin:/bin \
    LOG_FORMAT=json
# A folder without a file: a program reads `.env` where it starts.
WORKDIR /var/empty
USER 10001:10001
STOPSIGNAL SIGTERM
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.source="https://github.com/flotilla/flotilla" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.vendor="Flotilla" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"

# Invoices are drawn: the API answers them as PDF, the billing worker sends them.
FROM runtime AS documents
USER 0:0
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-dejavu-core libpangocairo-1.0-0 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/* \
    && fc-cache --system-only
USER 10001:10001

# A worker says how it is on this port; without it the check below would have nothing to ask.
FROM runtime AS worker
ENV METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9090
EXPOSE 9090
# That the process answers, and nothing about its servers: an engine that ends what is unhealthy must not end it for a database.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "--max-time", "4", "http://127.0.0.1:9090/healthz"]

# --- the images -------------------------------------------------------------------------------------------------------

FROM documents AS api
LABEL org.opencontainers.image.title="Flotilla API" \
      org.opencontainers.image.description="Takes jobs over HTTP and answers for them"
ENV HOST=0.0.0.0 \
    PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "--max-time", "4", "http://127.0.0.1:8080/healthz"]
COPY --from=binaries /out/api /opt/flotilla/
ENTRYPOINT ["api"]

FROM worker AS enqueuer
LABEL org.opencontainers.image.title="Flotilla enqueuer" \
      org.opencontainers.image.description="Fires schedules, makes due jobs ready and puts back what got lost"
COPY --from=binaries /out/enqueuer /opt/flotilla/
ENTRYPOINT ["enqueuer"]

FROM worker AS scan-worker
LABEL org.opencontainers.image.title="Flotilla ScanWorker" \
      org.opencontainers.image.description="Reads cloud accounts"
COPY --from=binaries /out/ScanWorker /opt/flotilla/
ENTRYPOINT ["ScanWorker"]

FROM worker AS notify-worker
LABEL org.opencontainers.image.title="Flotilla NotifyWorker" \
      org.opencontainers.image.description="Delivers mails, webhooks, and messages to Slack and PagerDuty"
COPY --from=binaries /out/NotifyWorker /opt/flotilla/
ENTRYPOINT ["NotifyWorker"]

FROM worker AS ai-worker
LABEL org.opencontainers.image.title="Flotilla AIWorker" \
      org.opencontainers.image.description="Reads documents, and asks the model server"
USER 0:0
# pdftotext, which reads what people upload in a process of its own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends poppler-utils \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*
USER 10001:10001
COPY --from=binaries /out/AIWorker /opt/flotilla/
ENTRYPOINT ["AIWorker"]

FROM documents AS billing-worker
LABEL org.opencontainers.image.title="Flotilla BillingWorker" \
      org.opencontainers.image.description="Makes invoices and has them paid"
ENV METRICS_HOST=0.0.0.0 \
    METRICS_PORT=9090
EXPOSE 9090
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "--max-time", "4", "http://127.0.0.1:9090/healthz"]
COPY --from=binaries /out/BillingWorker /opt/flotilla/
ENTRYPOINT ["BillingWorker"]

# The admin command: `migrate` before a version's first start, and everything else that an operator asks.
FROM runtime AS migrate
LABEL org.opencontainers.image.title="Flotilla admin command" \
      org.opencontainers.image.description="flotilla migrate, doctor, users, jobs and the rest"
HEALTHCHECK NONE
COPY --from=binaries /out/flotilla /opt/flotilla/
ENTRYPOINT ["flotilla"]
CMD ["migrate"]

# For drills alone: serves the bench.* kinds, which a fleet refuses unless FLOTILLA_BENCH is 1.
FROM worker AS bench-worker
LABEL org.opencontainers.image.title="Flotilla BenchWorker" \
      org.opencontainers.image.description="Serves the bench.* kinds of drills"
COPY --from=binaries /out/BenchWorker /opt/flotilla/
ENTRYPOINT ["BenchWorker"]

# --- PostgreSQL, and its backups --------------------------------------------------------------------------------------

# The server and the backup service are one image: a backup is made, and proved, by the server's own programs.
FROM ${POSTGRES_IMAGE} AS postgres
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="Flotilla PostgreSQL" \
      org.opencontainers.image.description="PostgreSQL with pgBackRest and the programs of compose/backup" \
      org.opencontainers.image.source="https://github.com/flotilla/flotilla" \
      org.opencontainers.image.licenses="Apache-2.0 AND PostgreSQL AND MIT" \
      org.opencontainers.image.vendor="Flotilla" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates jq pgbackrest \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt \
    # Named volumes take the owner of the folders that they cover.
    && install -d -m 750 -o postgres -g postgres /var/lib/pgbackrest \
    && install -d -m 755 -o postgres -g postgres /metrics
COPY compose/backup/ /opt/backup/
USER 999:999
STOPSIGNAL SIGINT
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["pg_isready", "--quiet", "--host=127.0.0.1", "--username=postgres"]

# --- the model server of the AI workers -------------------------------------------------------------------------------

FROM ${MODEL_SERVER_IMAGE} AS model-server
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="Flotilla model server" \
      org.opencontainers.image.description="Ollama for the AI workers, not as root" \
      org.opencontainers.image.source="https://github.com/flotilla/flotilla" \
      org.opencontainers.image.licenses="Apache-2.0 AND MIT" \
      org.opencontainers.image.vendor="Flotilla" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
ENV OLLAMA_HOST=0.0.0.0:11434 \
    OLLAMA_MODELS=/models \
    HOME=/tmp
# A named volume takes the owner of the folder that it covers.
RUN mkdir -p /models && chown 10001:10001 /models
VOLUME /models
EXPOSE 11434
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 CMD ["ollama", "list"]
ENTRYPOINT ["ollama"]
CMD ["serve"]

# The same with NVIDIA's runtime asked for its devices: `docker run --gpus all`, or compose/overrides/gpu.yaml. Ollama's image
# holds its CUDA libraries; what the variables name comes from the host's driver.
FROM model-server AS model-server-gpu
LABEL org.opencontainers.image.title="Flotilla model server on a GPU" \
      org.opencontainers.image.description="Ollama with CUDA for the AI workers, not as root"
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    OLLAMA_FLASH_ATTENTION=1
