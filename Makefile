# The commands of the README, and what .ci/run calls. `make` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GOLANGCI  := bin/tools/golangci-lint-v2.15.0
DEADCODE  := bin/tools/deadcode-v0.52.0
FUZZTIME  ?= 10s
BENCHTIME ?= 0.3s
COUNT     ?= 5
PKG       ?= ./...
# Of one package's tests: many times what they take, so that it ends what hangs
# and nothing that is slow.
TIMEOUT   ?= 40m

WEB      := api/web
PAGE     := $(WEB)/dist/index.html
FONT     := layers/print/font
TTF      := $(FONT)/dist/NotoSansSC_400Regular.ttf
MODULES  := $(WEB)/node_modules/.package-lock.json
WEB_SRC  := $(shell find $(WEB) \( -name node_modules -o -name dist -o -name e2e -o -name '*.test.ts' -o -name '*.go' \) -prune -o -type f -print)

# Tests that need one of these fail, rather than be skipped, when it is absent.
# The law's text lies beside some checkouts only.
REQUIRE ?= postgis,gdal,browser,proj,geographiclib,poppler,font$(if $(wildcard ../shared/domain/law/articles.md),$(comma)articles)
comma   := ,

.PHONY: help
help: ## 列出命令 / list the commands
	@echo "make TARGET"
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: run
run: build ## 启动服务，地图在 :8080/map/ / start the server with the seeds and the map
	exec bin/waterzones serve

.PHONY: test
test: packages need-npm build ## 安装所缺并运行全部测试 / install what is missing, run every test
	WATERZONES_REQUIRE="$(REQUIRE)" go test -race -short -shuffle=on -timeout $(TIMEOUT) $(PKG)
	WATERZONES_REQUIRE="$(REQUIRE)" .ci/whole "-timeout $(TIMEOUT)" $(PKG)
	npm --prefix $(WEB) test

.PHONY: build
build: need-go ## 生成 bin/waterzones（静态单文件）/ one static binary, the map inside
	@$(MAKE) -j2 web font libraries
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/waterzones ./cmd/waterzones

# What the binary is made of, but for the page in it: compiled while npm works.
.PHONY: libraries
libraries:
	@CGO_ENABLED=0 go build -trimpath ./api ./layers/... ./seeds

.PHONY: web
web: ## 需要时构建地图页 / build the map page, if its sources are newer
	@if command -v npm >/dev/null; then $(MAKE) -q $(PAGE) || $(MAKE) $(PAGE); else .ci/missing npm; fi

$(MODULES): $(WEB)/package.json $(WEB)/package-lock.json
	npm --prefix $(WEB) ci
	@touch $@

$(PAGE): $(MODULES) $(WEB_SRC)
	npm --prefix $(WEB) run build
	@touch $@ $(WEB)/dist/.gitkeep

.PHONY: font
font: ## 需要时取得报告的字体 / fetch the font of printed reports, if it is not there
	@if command -v npm >/dev/null; then $(MAKE) -q $(TTF) || $(MAKE) $(TTF); else .ci/missing npm; fi

# The package has every weight, 100 MB; one file of it is kept.
$(TTF): $(FONT)/package.json $(FONT)/package-lock.json
	npm --prefix $(FONT) ci
	npm --prefix $(FONT) run build
	rm -rf $(FONT)/node_modules
	@touch $@

.PHONY: lint
lint: need-npm $(GOLANGCI) $(DEADCODE) $(MODULES) ## 静态检查 / linters for Go, TypeScript and the scripts
	$(GOLANGCI) config verify
	$(GOLANGCI) run $(PKG)
	.ci/deadcode $(CURDIR)/$(DEADCODE)
	npm --prefix $(WEB) run check
	@for script in .ci/*; do bash -n "$$script"; done

.PHONY: fmt
fmt: $(GOLANGCI) ## 格式化 / format the Go files
	$(GOLANGCI) fmt

$(GOLANGCI): TOOL := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
$(DEADCODE): TOOL := golang.org/x/tools/cmd/deadcode
$(GOLANGCI) $(DEADCODE):
	@echo "lint: building $(@F) once; it is kept in bin/tools"
	GOBIN="$(CURDIR)/bin/tools" go install $(TOOL)@$(lastword $(subst -v, v,$(@F)))
	@mv bin/tools/$(notdir $(TOOL)) $@

.PHONY: bench
bench: need-go ## 基准测试 / benchmarks (PKG=./geo/... COUNT=5 BENCHTIME=0.3s)
	go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) -count $(COUNT) -skip 'Rivals|Growth' $(PKG)
	@$(MAKE) bench-index
	@$(MAKE) bench-screen SCREEN='-seeds 1 -points 200000 -rows 2000000'
	@$(MAKE) bench-http HTTP='-rounds 3'

.PHONY: bench-index
bench-index: need-go ## 与 S2、GEOS 等比较 / points per second beside S2, GEOS and others
	@.ci/packages bench
	go test -run '^$$' -bench Rivals -benchtime 1x ./geo/index
	go test -run '^$$' -bench Growth -benchtime 1x ./geo/index

# At full size, some minutes: a million wells, ten million rows, three seeds.
SCREEN ?=
HTTP   ?=

.PHONY: bench-screen
bench-screen: need-go need-npm ## 与 PostGIS、GEOS 比较整个进程 / whole processes beside PostGIS and GEOS (SCREEN="-seeds 1 join")
	@.ci/packages bench
	go run ./layers/batch/bench $(SCREEN)

.PHONY: bench-http
bench-http: need-go ## 与空的 Echo 比较服务 / the server beside bare Echo handlers (HTTP="-rounds 3")
	go run ./api/bench $(HTTP)

.PHONY: fuzz
fuzz: ## 模糊测试 / every fuzz target for FUZZTIME each (default 10s)
	.ci/fuzz $(FUZZTIME) $(PKG)

.PHONY: image-check
image-check: ## 不用 Docker 验证 Dockerfile / run the Dockerfile's steps without Docker
	.ci/dockerfile-check

.PHONY: clean
clean: ## 删除生成物 / remove what was built; installed packages stay
	rm -rf bin $(WEB)/node_modules $(FONT)/node_modules
	find $(WEB)/dist $(FONT)/dist -mindepth 1 ! -name .gitkeep -delete

.PHONY: packages need-go need-npm
packages: need-go
	@.ci/packages
need-go:
	@command -v go >/dev/null || { .ci/missing go; exit 1; }
need-npm:
	@command -v npm >/dev/null || { .ci/missing npm; exit 1; }
