import Accounts
import Assembly
import HTTPServer
import JSON
import Schemas

/// The description of the API (OpenAPI 3.1), made of the declarations that route and validate.
struct OpenAPIDocument {
    private var definitions = SchemaDefinitions()
    private let declarations: [APIRouter.Declaration]
    private let chapters: [APIChapter]

    private static let problem = "application/problem+json"
    /// Statuses of refusals, and what each means.
    private static let refusals: [(status: HTTPStatus, name: String, text: String)] = [
        (.badRequest, "BadRequest", "A parameter or the body cannot be read."),
        (.unauthorized, "Unauthorized", "There is no token, or it counts no more."),
        (.forbidden, "Forbidden", "The role may not do this."),
        (.notFound, "NotFound", "There is no such thing, or none for the caller."),
        (.requestTimeout, "RequestTimeout", "The request did not arrive in time."),
        (.conflict, "Conflict", "It cannot be done as things stand, or a request with this key is under way."),
        (.contentTooLarge, "ContentTooLarge", "The body is too long."),
        (.unsupportedMediaType, "UnsupportedMediaType", "The body is not of a type that can be read."),
        (.unprocessableContent, "UnprocessableContent", "The body does not validate: `errors` says where."),
        (.tooManyRequests, "TooManyRequests", "The caller has had its share: see `Retry-After`."),
        (.headerFieldsTooLarge, "HeaderFieldsTooLarge", "The header is too long."),
        (.serviceUnavailable, "ServiceUnavailable", "Not just now, and nothing was done: see `Retry-After`."),
    ]

    private init(_ declarations: [APIRouter.Declaration], chapters: [APIChapter]) {
        self.declarations = declarations
        self.chapters = chapters
    }

    /// Rendered once: it is the same for as long as the process runs.
    static func rendered(_ declarations: [APIRouter.Declaration], chapters: [APIChapter]) -> [UInt8] {
        var document = OpenAPIDocument(declarations, chapters: chapters)
        return JSONValue.object(document.members()).serialized()
    }

    private mutating func members() -> JSONObject {
        let paths = paths()
        return [
            "openapi": .string("3.1.1"),
            "info": .object([
                "title": .string("Flotilla"), "version": .string(Version.current),
                "description": .string("A fleet of workers: jobs, and what schools ask of it."),
                "license": .object(["name": .string("Apache 2.0"), "identifier": .string("Apache-2.0")]),
            ]),
            // Relative to where the document was got: a proxy may serve it under a path of its own.
            "servers": .array([.object(["url": .string(".")])]),
            "security": .array([.object(["bearer": .array([])]), .object(["cookie": .array([])])]),
            "tags": .array(chapters.flatMap(\.tags).map { .object(["name": .string($0)]) }),
            // As common readers of descriptions have it.
            "x-tagGroups": .array(
                chapters.map {
                    .object(["name": .string($0.name), "tags": .array($0.tags.map { .string($0) })])
                }),
            "paths": .object(paths),
            "components": .object(components()),
        ]
    }

    private mutating func paths() -> JSONObject {
        var paths = JSONObject()
        for declaration in declarations {
            var item = paths[declaration.pattern]?.objectValue ?? JSONObject()
            item[declaration.method.rawValue.lowercased()] = .object(operation(declaration))
            paths[declaration.pattern] = .object(item)
        }
        return paths
    }

    private mutating func operation(_ declaration: APIRouter.Declaration) -> JSONObject {
        let operation = declaration.operation
        var members: JSONObject = [
            "operationId": .string(operation.id), "summary": .string(operation.summary),
            "tags": .array([.string(declaration.module)]),
        ]
        members["description"] = operation.details.map { .string($0) }
        if let roles = declaration.roles {
            members["x-roles"] = .array(roles.map(\.rawValue).sorted().map { .string($0) })
        } else {
            members["security"] = .array([])
        }
        let parameters = declaration.parameters
        if !parameters.isEmpty { members["parameters"] = .array(parameters.map(\.value)) }
        members["requestBody"] = operation.body?.value
        members["responses"] = .object(responses(declaration))
        return members
    }

    private mutating func responses(_ declaration: APIRouter.Declaration) -> JSONObject {
        var responses = JSONObject()
        for answer in declaration.operation.answers {
            let code = String(answer.status.rawValue)
            var response = responses[code]?.objectValue ?? ["description": .string(answer.status.reason)]
            if let media = answer.media(&definitions) {
                var content = response["content"]?.objectValue ?? JSONObject()
                content[media.type] = content[media.type].map { Self.either($0, media.value) } ?? media.value
                response["content"] = .object(content)
            }
            if answer.status == .created || answer.status == .accepted {
                response["headers"] = .object(["Location": .object(["$ref": .string("#/components/headers/Location")])])
            }
            responses[code] = .object(response)
        }
        let refusals = declaration.refusals
        for refusal in Self.refusals where refusals.contains(refusal.status) {
            let code = String(refusal.status.rawValue)
            guard var own = responses[code]?.objectValue else {
                responses[code] = .object(["$ref": .string("#/components/responses/\(refusal.name)")])
                continue
            }
            // A refusal in the words of the route; one before it is reached is a problem all the same.
            var content = own["content"]?.objectValue ?? JSONObject()
            content[Self.problem] = Self.problemMedia(refusal.status, refusal.text)
            own["content"] = .object(content)
            responses[code] = .object(own)
        }
        return responses
    }

    /// Of two answers of one status and type.
    private static func either(_ first: JSONValue, _ second: JSONValue) -> JSONValue {
        guard let one = first["schema"]?.objectValue, let other = second["schema"]?.objectValue else { return first }
        return .object(["schema": Schema.any(of: [Schema(one), Schema(other)]).value])
    }

    // MARK: Components

    private func components() -> JSONObject {
        var schemas: JSONObject = ["Problem": Self.problemSchema.value]
        for definition in definitions.all { schemas[definition.name] = definition.schema.value }
        var responses = JSONObject()
        for refusal in Self.refusals { responses[refusal.name] = .object(Self.response(refusal.status, refusal.text)) }
        return [
            "schemas": .object(schemas), "responses": .object(responses),
            "headers": .object([
                "Location": Self.header(.string(format: "uri-reference"), "The path of what was made."),
                "RetryAfter": Self.header(.integer, "Seconds after which to ask again."),
            ]),
            "securitySchemes": .object([
                "bearer": .object([
                    "type": .string("http"), "scheme": .string("bearer"), "bearerFormat": .string("JWT"),
                ]),
                "cookie": .object([
                    "type": .string("apiKey"), "in": .string("cookie"), "name": .string(SessionCookie.secureName),
                    "description": .string("A browser's: `POST /auth/session` sets it."),
                ]),
            ]),
        ]
    }

    private static func response(_ status: HTTPStatus, _ text: String) -> JSONObject {
        var response: JSONObject = [
            "description": .string(text), "content": .object([problem: problemMedia(status, text)]),
        ]
        if status == .tooManyRequests || status == .serviceUnavailable {
            response["headers"] = .object(["Retry-After": .object(["$ref": .string("#/components/headers/RetryAfter")])]
            )
        }
        return response
    }

    private static func problemMedia(_ status: HTTPStatus, _ text: String) -> JSONValue {
        .object([
            "schema": .object(["$ref": .string(SchemaDefinitions.place + "Problem")]),
            "example": .object([
                "type": .string("about:blank"), "title": .string(status.reason), "status": .integer(status.rawValue),
                "detail": .string(text),
            ]),
        ])
    }

    private static func header(_ schema: Schema, _ text: String) -> JSONValue {
        .object(["description": .string(text), "schema": schema.value])
    }

    /// RFC 9457; other members may stand beside these.
    private static let problemSchema: Schema = {
        let error = Schema.object(
            [
                ("pointer", Schema.string.described("A JSON Pointer (RFC 6901) into the body.")), ("message", .string),
            ], required: ["pointer", "message"])
        var schema = Schema.object(
            [
                ("type", .string(format: "uri-reference")), ("title", .string), ("status", .integer(400...599)),
                ("detail", .string), ("errors", .array(of: error)),
            ], required: ["type", "title", "status"])
        schema.members["additionalProperties"] = .bool(true)
        return schema.described("What is wrong (RFC 9457).")
    }()
}
