# One image for web, worker and schedule; the command decides which.

FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.txt
WORKDIR /app
COPY . .
# collected here, so that the image is complete and the container writes only into its volume
RUN VAR_DIR=/tmp/var /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mv /tmp/var/static /opt/static

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/truemld STATIC_DIR=/opt/static HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --home-dir /var/lib/truemld --create-home --shell /usr/sbin/nologin truemld
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/static /opt/static
COPY --from=build /app /app
WORKDIR /app
USER truemld
VOLUME /var/lib/truemld
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "config.serve"]
