/// Which handler answers which method and path.
///
/// Every path also answers under the prefix; a slash at the end changes nothing. GET routes answer HEAD, every path
/// answers OPTIONS; an unknown path is a 404, a path without the method a 405, both problems.
public struct Router: Sendable {
    /// What a method and a path lead to.
    enum Match: Sendable {
        case route(Route)
        case methodNotAllowed([HTTPMethod])
        case notFound
    }

    private let prefix: [String]
    private let prefixPath: String
    private var tree = RouteTree()
    private var outer: [Middleware] = []
    private var grouped: [Middleware] = []
    private var completions: [AnswerMiddleware] = []
    private var audience = Audience.identified(bodyLimit: nil)
    private var identification: (@Sendable (HTTPRequest) throws(Problem) -> Caller)?

    /// - Parameter prefix: under which every path answers too; empty for none.
    public init(prefix: String = "/api/v1") {
        self.prefix = prefix.split(separator: "/").map(String.init)
        prefixPath = self.prefix.map { "/\($0)" }.joined()
    }

    // MARK: Building

    /// Adds a middleware around everything, answers of the router itself (404, 405, OPTIONS) included. The one that
    /// is added first is outermost.
    public mutating func use(_ middleware: @escaping Middleware) {
        outer.append(middleware)
    }

    /// Adds what completes every answer, also those that are given without a handler: 401, 413, 503.
    public mutating func complete(_ middleware: @escaping AnswerMiddleware) {
        completions.append(middleware)
    }

    /// Routes added in `build` go through these, within those of `use` and of groups around.
    public mutating func group(through middleware: [Middleware], build: (inout Router) -> Void) {
        let before = grouped
        grouped += middleware
        build(&self)
        grouped = before
    }

    /// Routes added in `build` are for these callers, unless it says so of some.
    public mutating func open(to audience: Audience, build: (inout Router) -> Void) {
        let before = self.audience
        self.audience = audience
        build(&self)
        self.audience = before
    }

    /// Says who asks, from the header alone, before the body is received; runs on the thread that serves the connection.
    /// Without it callers are known by their addresses.
    /// - Parameter identify: throws the answer to those who may not ask, 401 for one.
    public mutating func identify(_ identify: @escaping @Sendable (HTTPRequest) throws(Problem) -> Caller) {
        identification = identify
    }

    /// - Parameter pattern: fixed segments and `{name}`, which fits one segment that is not empty. A second handler for
    ///   a method and path is a mistake of the program and ends it.
    public mutating func on(_ method: HTTPMethod, _ pattern: String, _ handler: @escaping HTTPHandler) {
        let segments = RouteSegment.parse(pattern)
        let names = segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
        let route = Route(
            pattern: pattern, parameterNames: names, audience: audience, handler: Self.wrap(handler, in: grouped))
        tree.insert(route, method: method, segments: segments)
    }

    public mutating func get(_ pattern: String, _ handler: @escaping HTTPHandler) { on(.get, pattern, handler) }
    public mutating func post(_ pattern: String, _ handler: @escaping HTTPHandler) { on(.post, pattern, handler) }
    public mutating func put(_ pattern: String, _ handler: @escaping HTTPHandler) { on(.put, pattern, handler) }
    public mutating func patch(_ pattern: String, _ handler: @escaping HTTPHandler) { on(.patch, pattern, handler) }
    public mutating func delete(_ pattern: String, _ handler: @escaping HTTPHandler) { on(.delete, pattern, handler) }

    // MARK: Answering

    /// Who sent a resolved request. A path or method that is not there is anyone's to ask for.
    func caller(of request: HTTPRequest) throws(Problem) -> Caller {
        guard case .route(let route) = request.match, case .identified = route.audience, let identification else {
            return Caller(address: request.client)
        }
        return try identification(request)
    }

    /// Finds what a request leads to and writes route and parameters into it.
    func resolve(_ request: inout HTTPRequest) {
        if request.isAsterisk {
            request.match = request.method == .options ? .methodNotAllowed(allMethods) : .notFound
            return
        }
        if !prefix.isEmpty, request.segments.starts(with: prefix) {
            request.segments.removeFirst(prefix.count)
            request.prefix = prefixPath
        }
        switch tree.find(request.method, request.segments[...]) {
        case .route(let route, let parameters):
            request.route = route.pattern
            request.parameters = parameters
            request.match = .route(route)
        case .otherMethods(let methods):
            request.match = .methodNotAllowed(Self.allowed(methods))
        case .nothing:
            request.match = .notFound
        }
    }

    /// The largest body that a resolved request may have; nil is the server's own limit.
    /// - Throws: 404 or 405 where nothing would read it.
    func bodyLimit(of request: HTTPRequest) throws(Problem) -> Int? {
        switch request.match {
        case .route(let route):
            switch route.audience {
            case .identified(let limit): return limit?.bytes(of: request)
            case .anyone(let limit): return limit
            case .probe: return 0
            }
        case .methodNotAllowed(let allowed): throw .methodNotAllowed(allowed)
        case .notFound: throw .notFound()
        }
    }

    /// Fields that every answer has.
    func complete(_ response: inout HTTPResponse, to request: HTTPRequest) {
        for middleware in completions { middleware(request, &response) }
    }

    /// Answers a request in this process, without a connection and without the server's limits.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        var request = request
        resolve(&request)
        var response: HTTPResponse
        do {
            request.caller = try caller(of: request)
            if !request.body.isEmpty, let limit = try bodyLimit(of: request), request.body.count > limit {
                throw Problem.contentTooLarge(limit: limit)
            }
            response = try await makeHandler()(request)
        } catch let error as any HTTPResponseError {
            response = error.problem.response
        } catch {
            response = Problem(.internalServerError).response
        }
        complete(&response, to: request)
        return response
    }

    /// The handler of a resolved request, middleware included.
    func makeHandler() -> HTTPHandler {
        Self.wrap({ try await Self.answer($0) }, in: outer)
    }

    static func allowValue(_ methods: [HTTPMethod]) -> String {
        methods.map(\.rawValue).joined(separator: ", ")
    }

    private var allMethods: [HTTPMethod] { Self.allowed(tree.methods) }

    private static func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        switch request.match {
        case .route(let route):
            return try await route.handler(request)
        case .methodNotAllowed(let allowed):
            guard request.method == .options else { throw Problem.methodNotAllowed(allowed) }
            return HTTPResponse(status: .noContent, headers: ["Allow": allowValue(allowed)])
        case .notFound:
            throw Problem.notFound()
        }
    }

    private static func allowed(_ methods: Set<HTTPMethod>) -> [HTTPMethod] {
        var methods = methods.union([.options])
        if methods.contains(.get) { methods.insert(.head) }
        return methods.sorted { $0.rawValue < $1.rawValue }
    }

    private static func wrap(_ handler: @escaping HTTPHandler, in middleware: [Middleware]) -> HTTPHandler {
        middleware.reversed().reduce(handler) { next, middleware in
            { request in try await middleware(request, next) }
        }
    }
}
