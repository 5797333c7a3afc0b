# The bot alone, for a read-only file system and a user without rights; /data is all that it keeps.
# docs/running.md tells how it is run; image/parts.sh what is in it.
ARG PYTHON=3.12-slim

FROM python:${PYTHON} AS parts
WORKDIR /mujaz
COPY requirements.run.lock LICENSE ./
COPY image image
COPY mujaz mujaz
COPY storage storage
COPY pipeline pipeline
COPY handlers handlers
COPY bot bot
RUN sh image/parts.sh /mujaz/.venv && rm -r image

FROM python:${PYTHON}
RUN groupadd --gid 10001 mujaz \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin mujaz \
    && install -d -o mujaz -g mujaz -m 0700 /data
COPY --from=parts /mujaz /mujaz
WORKDIR /mujaz
ENV PATH=/mujaz/.venv/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp \
    MUJAZ_DATABASE=/data/mujaz.sqlite \
    MUJAZ_BACKUPS=/data/backups \
    MUJAZ_DOOR_HOST=0.0.0.0 \
    MUJAZ_DOOR_PORT=8081 \
    MUJAZ_LOG_FORMAT=json
USER 10001:10001
VOLUME /data
EXPOSE 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "bot.alive"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
