import Accounts
import HTTPServer
import Operations
import Storage
import Tracing

/// The one place where routes are declared. Each says which roles may use it, and with that comes what holds for all:
///
/// * the token is checked, its revocation too (`RevocationWatch`), and 403 is the answer to any other role;
/// * text that PostgreSQL could not hold is refused, in the query and in the path, and so is a parameter that is repeated;
/// * a POST with an `Idempotency-Key` does its work once, but for those of `/auth`; its handler gets the key to keep the
///   answer by;
/// * a change that an operator makes leaves a line in the log;
/// * lines of the log name the request.
///
/// Handlers get a `Call` and not a request, so that a route cannot be declared in another way, except with `open`.
struct APIRouter {
    typealias Handler = @Sendable (Call) async throws -> HTTPResponse

    struct Declaration: Sendable, CustomStringConvertible {
        let method: HTTPMethod
        let pattern: String
        /// nil: without a token.
        let roles: Set<Role>?
        /// Which of the modules declares it: those that belong together stand together in the description.
        let module: String
        let operation: APIOperation
        /// Whether a repetition with the same `Idempotency-Key` gets the first answer.
        let isRepeatable: Bool

        /// Such as `GET /scans admin school service support`; a dash means without a token.
        var description: String {
            let names = roles.map { $0.map(\.rawValue).sorted().joined(separator: " ") } ?? "-"
            return "\(method.rawValue) \(pattern) \(names)"
        }
    }

    let context: APIContext
    private(set) var router = Router()
    private(set) var declarations: [Declaration] = []
    /// That declares what comes next.
    var module = ""

    init(_ context: APIContext) {
        self.context = context
        router.identify { request throws(Problem) in try context.caller(of: request) }
        router.use(RequestNames.around)
        if let traces = context.traces { router.use(RequestTraces(tracer: traces.tracer).around) }
        router.use(UnreadableRow.around)
        router.complete(SecurityHeaders.complete)
        let crossOrigin = CrossOrigin(origins: context.crossOrigins)
        if !crossOrigin.isOff { router.complete(crossOrigin.complete) }
    }

    /// Without a token: health, metrics, sign-in.
    mutating func open(
        _ method: HTTPMethod, _ pattern: String, to audience: Audience, _ operation: APIOperation,
        _ handler: @escaping HTTPHandler
    ) {
        declare(method, pattern, for: nil, operation)
        router.open(to: audience) { $0.on(method, pattern, handler) }
    }

    mutating func get(
        _ pattern: String, for roles: Set<Role>, _ operation: APIOperation, _ handler: @escaping Handler
    ) {
        add(.get, pattern, for: roles, operation) { try await handler(Call(request: $0, principal: $1, key: nil)) }
    }

    /// - Parameters:
    ///   - isAudited: false for what is no change to what is there, but the daily work.
    ///   - bodyLimit: nil: as of every route.
    ///   - completing: adds to every answer, the first and the repeated ones, what must not be kept.
    mutating func post(
        _ pattern: String, for roles: Set<Role>, isAudited: Bool = true, bodyLimit: BodyLimit? = nil,
        completing: @escaping @Sendable (HTTPResponse) throws -> HTTPResponse = { $0 }, _ operation: APIOperation,
        _ handler: @escaping Handler
    ) {
        let context = context
        add(
            .post, pattern, for: roles, operation, isAudited: isAudited, isRepeatable: true, bodyLimit: bodyLimit
        ) { request, principal in
            try completing(
                try await context.idempotently(request, by: principal) { key in
                    try await handler(Call(request: request, principal: principal, key: key))
                })
        }
    }

    /// A POST that does not look at an `Idempotency-Key`: those of `/auth`, whose answers must not be kept.
    mutating func postOnce(
        _ pattern: String, for roles: Set<Role>, _ operation: APIOperation, _ handler: @escaping Handler
    ) {
        add(.post, pattern, for: roles, operation) { try await handler(Call(request: $0, principal: $1, key: nil)) }
    }

    /// - Parameter isAudited: as of `post`.
    mutating func put(
        _ pattern: String, for roles: Set<Role>, isAudited: Bool = true, _ operation: APIOperation,
        _ handler: @escaping Handler
    ) {
        add(.put, pattern, for: roles, operation, isAudited: isAudited) {
            try await handler(Call(request: $0, principal: $1, key: nil))
        }
    }

    mutating func patch(
        _ pattern: String, for roles: Set<Role>, _ operation: APIOperation, _ handler: @escaping Handler
    ) {
        add(.patch, pattern, for: roles, operation, isAudited: true) {
            try await handler(Call(request: $0, principal: $1, key: nil))
        }
    }

    mutating func delete(
        _ pattern: String, for roles: Set<Role>, _ operation: APIOperation, _ handler: @escaping Handler
    ) {
        add(.delete, pattern, for: roles, operation, isAudited: true) {
            try await handler(Call(request: $0, principal: $1, key: nil))
        }
    }

    private mutating func add(
        _ method: HTTPMethod, _ pattern: String, for roles: Set<Role>, _ operation: APIOperation,
        isAudited: Bool = false, isRepeatable: Bool = false, bodyLimit: BodyLimit? = nil,
        _ handler: @escaping @Sendable (HTTPRequest, Principal) async throws -> HTTPResponse
    ) {
        declare(method, pattern, for: roles, operation, isRepeatable: isRepeatable)
        let context = context
        var around = [Authorization(context, roles).around, StorableText.around, SingleParameters.around]
        if isAudited { around.append(Audit(context).around) }
        router.open(to: .identified(bodyLimit: bodyLimit)) { router in
            router.group(through: around) { router in
                router.on(method, pattern) { try await handler($0, try context.principal(of: $0)) }
            }
        }
    }

    private mutating func declare(
        _ method: HTTPMethod, _ pattern: String, for roles: Set<Role>?, _ operation: APIOperation,
        isRepeatable: Bool = false
    ) {
        declarations.append(
            Declaration(
                method: method, pattern: pattern, roles: roles, module: module, operation: operation,
                isRepeatable: isRepeatable))
    }
}
