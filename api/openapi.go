package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// object is a JSON object as it is written into the OpenAPI document, which is
// made of these, slices and scalars only: json.Marshal writes the same bytes for
// the same service.
type object = map[string]any

const (
	typeOpenAPI = "application/vnd.oai.openapi+json;version=3.1"
	typeSchema  = "application/schema+json"
	typeProblem = "application/problem+json"
	typeHTML    = "text/html"
)

// openAPI serves the description of everything that the service answers
// (OpenAPI 3.1.0). What a site is comes from the rule file's schema: one more
// attribute there is one more parameter, property and field here.
func (s *Server) openAPI() echo.HandlerFunc {
	document, err := s.document()
	return s.constant(typeOpenAPI, document, err)
}

// siteSchema serves the JSON Schema from which forms, columns and the OpenAPI
// document are made.
func (s *Server) siteSchema() echo.HandlerFunc {
	return s.constant(typeSchema, s.config.Rules.Schema(), nil)
}

// constant serves content that does not change while the server runs. Its version
// is its hash, for the builds of one rule file may describe it differently.
func (s *Server) constant(mediaType string, content object, err error) echo.HandlerFunc {
	body, wrong := json.Marshal(content)
	err = errors.Join(err, wrong)
	sum := sha256.Sum256(body)
	version := hex.EncodeToString(sum[:8])
	return func(c echo.Context) error {
		if err != nil {
			return err
		}
		if err := newQuery(c).err(); err != nil {
			return err
		}
		return s.cached(c, version, func() error { return c.Blob(http.StatusOK, mediaType, body) })
	}
}

func (s *Server) document() (object, error) {
	schemas, err := s.schemas()
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title":   "水环境保护范围核查 / Screening against protected water zones",
			"version": s.config.Version,
			"summary": "项目、排污口、水井是否位于水环境保护范围，适用哪一条。 / Whether a project, outfall or well lies in a protected water zone, and which article follows.",
			"description": "坐标为经度、纬度（CGCS2000，EPSG:4490），另有说明的除外；日期为北京时间。GET 可用之处 HEAD 亦可用；列有 400 的地址拒绝不认识的参数。" +
				"类型、阶段、属性除此处所列的值外，也可写规则文件中的中文名称（建设项目、拟建、是）。错误按 RFC 9457 给出，指明字段。" +
				" / Coordinates are longitude, latitude (CGCS2000, EPSG:4490) unless something else is said; days are of UTC+08:00. What answers GET answers HEAD; an address that lists 400 refuses a parameter that it does not know. " +
				"Kinds, stages and attributes are also read by the Chinese names of the rule file. Errors are RFC 9457 problem details that name the field.",
		},
		"jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
		"servers":           []any{object{"url": "/"}},
		"tags": []any{
			object{"name": tagScreening, "description": "核查与报告 / screenings and reports"},
			object{"name": tagLayers, "description": "图层（OGC API - Features） / layers (OGC API - Features)"},
			object{"name": tagService, "description": "服务 / the service"},
		},
		"paths": s.paths(),
		"components": object{
			"schemas":    schemas,
			"parameters": commonParameters(),
			"responses":  commonResponses(),
			"headers":    commonHeaders(),
		},
	}, err
}

const (
	tagScreening = "screening"
	tagLayers    = "layers"
	tagService   = "service"
)

// operation is one method of an address (OpenAPI 3.1.0, 4.8.10).
type operation struct {
	ID          string            `json:"operationId"`
	Tags        []string          `json:"tags"`
	Summary     string            `json:"summary"`
	Description string            `json:"description,omitempty"`
	Parameters  []object          `json:"parameters,omitempty"`
	RequestBody object            `json:"requestBody,omitempty"`
	Responses   map[string]object `json:"responses"`
}

// ref is a reference to a part of the document by the names that lead to it
// (RFC 6901).
func ref(path ...string) object {
	escape := strings.NewReplacer("~", "~0", "/", "~1", "%", "%25")
	var pointer strings.Builder
	pointer.WriteString("#/components")
	for _, name := range path {
		pointer.WriteString("/" + escape.Replace(name))
	}
	return object{"$ref": pointer.String()}
}

func schemaRef(path ...string) object { return ref(append([]string{"schemas"}, path...)...) }

// content is a body of one media type.
func content(mediaType string, schema object) object {
	return object{mediaType: object{"schema": schema}}
}
