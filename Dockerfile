# Surveys in a container; docs/container.md tells how to build and run it.
FROM python:3.13-slim-trixie AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /opt/venv
COPY requirements.txt requirements-dev.txt ./
# Two packages are published as source alone; what makes wheels of them is pinned too, and stays here.
RUN awk '/^[a-z]/ { file = /^(py-staticmaps|slugify)==/ ? "source.txt" : "wheels.txt" } { print >file }' requirements.txt \
    && awk '/^[a-z]/ { wanted = /^setuptools==/ } wanted' requirements-dev.txt >setuptools.txt \
    && python -m pip install --quiet --no-deps --require-hashes --only-binary=:all: --requirement setuptools.txt \
    && python -m pip wheel --quiet --no-deps --no-build-isolation --require-hashes --wheel-dir made --requirement source.txt
RUN python -m pip --python /opt/venv/bin/python install --quiet --no-compile --no-deps \
      --require-hashes --only-binary=:all: --requirement wheels.txt \
    && python -m pip --python /opt/venv/bin/python install --quiet --no-compile --no-deps --no-index made/*.whl \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib

# The local sign-in provider of compose.yaml. It is never part of what is shipped.
FROM build AS provider
# Of the developers' requirements it needs one; what that one needs is there already.
RUN awk '/^[a-z]/ { wanted = /^trustme==/ } wanted' requirements-dev.txt >trustme.txt \
    && python -m pip --python /opt/venv/bin/python install --quiet --no-deps \
      --require-hashes --only-binary=:all: --requirement trustme.txt
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# Volumes that are mounted here take over whom these folders belong to.
RUN install --directory --owner=10001 --group=10001 /run/keys /run/provider
COPY devtools/__init__.py devtools/codespace.py devtools/
COPY devtools/provider devtools/provider
USER 10001:10001
CMD ["python", "-m", "devtools.provider", "/run/provider"]

FROM build AS source
COPY gunicorn.conf.py /app/
COPY migrations /app/migrations
COPY backend /app/backend
RUN python -m compileall -q -j 0 --invalidation-mode unchecked-hash /app

FROM python:3.13-slim-trixie
# What installs packages has done its work.
RUN python -m pip uninstall --quiet --yes --root-user-action ignore pip \
    && python -c "import ensurepip, shutil; shutil.rmtree(ensurepip.__path__[0])"
COPY --from=build /opt/venv /opt/venv
COPY --from=source /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PORT=8000 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
ARG CREATED=""
ARG REVISION=""
ARG VERSION=""
LABEL org.opencontainers.image.title="Surveys" \
      org.opencontainers.image.description="The survey application an organisation on Microsoft 365 hosts for itself" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.version="$VERSION"
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health/live\", timeout=2)"]
CMD ["gunicorn"]
