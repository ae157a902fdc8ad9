# waterzones: one static binary in an empty image.
#
#   docker build -t waterzones --build-arg VERSION="$(git describe --tags --always)" .
#   docker run --rm -p 8080:8080 --read-only --tmpfs /tmp --cap-drop ALL \
#     -v reports:/data waterzones serve --data /data
#
# .ci/dockerfile-check runs these instructions one by one without Docker. It
# knows FROM, WORKDIR, COPY, ARG, ENV and RUN, and paths in a RUN must be
# relative to the WORKDIR.

# The map page. Only its files go on; they are the same on every platform.
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS web
WORKDIR /src/api/web
COPY api/web/package.json api/web/package-lock.json api/web/.npmrc ./
RUN npm ci
COPY api/web ./
RUN npm run build

# The font of printed reports.
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS font
WORKDIR /src/layers/print/font
COPY layers/print/font/package.json layers/print/font/package-lock.json layers/print/font/.npmrc ./
RUN npm ci
RUN npm run build

# The binary, cross-compiled on the builder's own platform.
FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . ./
COPY --from=web /src/api/web/dist ./api/web/dist
COPY --from=font /src/layers/print/font/dist ./layers/print/font/dist
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=dev
ENV CGO_ENABLED=0
RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o bin/waterzones ./cmd/waterzones
RUN mkdir -p root/tmp root/data && chmod 1777 root/tmp root/data

# Nothing but the program: no shell, no libraries, and two places to write to:
# /tmp for files under way, /data for reports that are to last.
FROM scratch
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="waterzones" \
      org.opencontainers.image.description="Says whether a project, outfall or well lies in a protected water zone, by which rule, and on which data the answer rests" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /src/bin/waterzones /waterzones
COPY --from=build /src/root/ /
COPY LICENSE NOTICE /licenses/
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 CMD ["/waterzones", "health", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["/waterzones"]
CMD ["serve"]
