import HTTPServer
import JSON
import Schemas

/// What a route does, for those who call it: what it takes beside what every route takes, and what it answers when nothing
/// is wrong. A route cannot be declared without one, so that no route is missing in the document (`OpenAPIDocument`).
struct APIOperation: Sendable {
    /// Of a client's function: a verb and what it is done to, such as `enqueueJob`. It stays for ever.
    let id: String
    /// In a line.
    let summary: String
    private(set) var details: String?
    private(set) var parameters: [APIParameter] = []
    private(set) var body: APIBody?
    private(set) var answers: [APIAnswer] = []
    /// Beside those that follow from the route.
    private(set) var refusals: Set<HTTPStatus> = []

    init(_ id: String, _ summary: String) {
        self.id = id
        self.summary = summary
    }

    // MARK: What it takes

    /// - Parameter text: what the summary has no room for.
    func noting(_ text: String) -> APIOperation {
        changed { $0.details = text }
    }

    /// - Parameter required: names of parameters that have to be there.
    func query(_ fields: any AnyField..., required: [String] = []) -> APIOperation {
        changed { operation in
            operation.parameters += fields.map { APIParameter($0, isRequired: required.contains($0.name)) }
        }
    }

    func query(_ fields: (some FieldSet).Type) -> APIOperation {
        changed { $0.parameters += fields.declared().map { APIParameter($0, isRequired: false) } }
    }

    func parameter(_ parameter: APIParameter) -> APIOperation {
        changed { $0.parameters.append(parameter) }
    }

    /// - Parameters:
    ///   - required: false where the body may be absent.
    ///   - example: JSON that is accepted.
    func body(_ schema: Schema, required isRequired: Bool = true, example: String? = nil) -> APIOperation {
        changed { $0.body = APIBody(schema, isRequired: isRequired, example: example) }
    }

    /// The body may also be a file of one of these types.
    func file(_ types: [String]) -> APIOperation {
        changed { $0.body?.files = types }
    }

    // MARK: What it answers

    /// JSON, as a view is written.
    func answers(
        _ view: any (Encodable & Sendable).Type, _ statuses: HTTPStatus...
    ) -> APIOperation {
        let statuses = statuses.isEmpty ? [HTTPStatus.ok] : statuses
        return changed { operation in
            operation.answers += statuses.map { APIAnswer($0, .json { $0.schema(of: view) }) }
        }
    }

    /// JSON that no view stands for.
    func answers(_ schema: Schema, _ status: HTTPStatus = .ok) -> APIOperation {
        changed { $0.answers.append(APIAnswer(status, .json { _ in schema })) }
    }

    /// A page of a list, by `limit` and `cursor`.
    /// - Parameter isTable: whether `Accept: text/csv` gives it as a table.
    func page(of view: any (Encodable & Sendable).Type, isTable: Bool = false) -> APIOperation {
        list(isTable: isTable) { definitions in
            .object(
                [("items", .array(of: definitions.schema(of: view))), ("next_cursor", Schema.string.orNull)],
                required: ["items", "next_cursor"])
        }
    }

    /// A page that says more than its items.
    func page(as view: any (Encodable & Sendable).Type, isTable: Bool = false) -> APIOperation {
        list(isTable: isTable) { $0.schema(of: view) }
    }

    func answersNothing(_ status: HTTPStatus = .noContent) -> APIOperation {
        changed { $0.answers.append(APIAnswer(status, .nothing)) }
    }

    /// What is no JSON.
    func answers(types: String..., status: HTTPStatus = .ok) -> APIOperation {
        changed { operation in
            operation.answers += types.map { APIAnswer(status, .bytes($0)) }
        }
    }

    /// A stream of events (WHATWG HTML, section 9.2).
    func streams(_ events: APIEvent...) -> APIOperation {
        changed { $0.answers.append(APIAnswer(.ok, .events(events))) }
    }

    /// The answer has an entity tag.
    func tagged() -> APIOperation {
        changed { $0.answers.append(APIAnswer(.notModified, .nothing)) }
    }

    /// Statuses of refusals beside those that follow from the route.
    func refuses(_ statuses: HTTPStatus...) -> APIOperation {
        changed { $0.refusals.formUnion(statuses) }
    }

    // MARK: Parts

    private func list(
        isTable: Bool, _ schema: @escaping @Sendable (inout SchemaDefinitions) -> Schema
    ) -> APIOperation {
        changed { operation in
            operation.parameters += [.limit, .cursor]
            operation.answers.append(APIAnswer(.ok, .json(schema)))
            if isTable { operation.answers.append(APIAnswer(.ok, .bytes("text/csv"))) }
        }
    }

    private func changed(_ change: (inout APIOperation) -> Void) -> APIOperation {
        var operation = self
        change(&operation)
        return operation
    }
}
