# Story Circle, ready to run. compose.yaml beside it says how; docs/hosting.md says it in six steps.
#
# Everything kept between two runs is in two volumes: data/var has the settings, the database and its backups, data/keys
# has the keys. Never back up the folder session-keys in the second one: it has the keys of open circles, and each is
# destroyed when its circle ends.

FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /venv

# The PostgreSQL driver is an extra, and the locks keep extras with the development set: cut it out of there.
COPY requirements.lock requirements-dev.lock ./
RUN sed -n '/^psycopg/,/[^\]$/p' requirements-dev.lock > postgres.lock \
    && /venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes \
        -r requirements.lock -r postgres.lock \
    && rm postgres.lock

COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && rm requirements.lock requirements-dev.lock


FROM python:3.11-slim
ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --user-group --uid 10001 --no-create-home --home-dir /app \
        --shell /usr/sbin/nologin story-circle
COPY --from=build /venv /venv
COPY --from=build /app /app

# The bot may write here and nowhere else; nobody but the bot may read it.
RUN install -d -m 0700 -o story-circle -g story-circle /app/data/var /app/data/keys
# config.toml is looked for where the bot is started, and that is where it is kept.
WORKDIR /app/data/var
ENV STORY_CIRCLE_DATABASE__URL=sqlite:////app/data/var/story-circle.db \
    STORY_CIRCLE_PRIVACY__KEY_FILE=/app/data/keys/seal.key \
    STORY_CIRCLE_METRICS__PORT=9108 \
    MPLCONFIGDIR=/tmp
USER 10001:10001
VOLUME ["/app/data/var", "/app/data/keys"]

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9108/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["story-circle"]
CMD ["run"]
