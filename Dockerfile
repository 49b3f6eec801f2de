# Story Circle, ready to run:
#
#   docker build -t story-circle .
#   docker run --init -e STORY_CIRCLE_DISCORD__TOKEN -v story-circle:/app/data/var \
#     -v story-circle-keys:/app/data/keys story-circle
#
# Everything kept between two runs is in the volumes. Never back up the second one: it has the keys of open circles,
# and each is destroyed when its circle ends. A config.toml is optional and is read from
# /app/config.toml: add `-v "$PWD/config.toml:/app/config.toml:ro"`.

FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /venv

# The PostgreSQL driver is an extra, and the locks keep extras with the development set: cut it out of there.
COPY requirements.lock requirements-dev.lock ./
RUN sed -n '/^asyncpg==/,/[^\]$/p' requirements-dev.lock > postgres.lock \
    && /venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes \
        -r requirements.lock -r postgres.lock \
    && rm requirements-dev.lock postgres.lock

COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .


FROM python:3.11-slim
ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --user-group --uid 10001 --no-create-home --home-dir /app story-circle
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app

# The bot may write here and nowhere else; nobody but the bot may read it.
RUN install -d -m 0700 -o story-circle -g story-circle data/var data/keys
ENV STORY_CIRCLE_PRIVACY__KEY_DATABASE=/app/data/keys/keys.db
USER story-circle
VOLUME ["/app/data/var", "/app/data/keys"]

CMD ["story-circle", "run"]
