internal import CMicrohttpd

extension Exchange {
    /// Reads a request's header. What is wrong with it becomes the exchange's rejection.
    static func make(
        _ engine: Engine, _ connection: ClientConnection, _ handle: OpaquePointer, method: UnsafePointer<CChar>,
        version: UnsafePointer<CChar>
    ) -> Exchange {
        var (line, random) = connection.takeLine(deadline: .now + engine.configuration.bodyTimeout)
        let target = line?.target
        let (headers, isWhole) = HeaderReader.read(handle, line, method: method, version: version)
        let givenID = headers["X-Request-Id"]
        let client = connection.peer.map { engine.proxies.client(of: $0, headers) }
        var request = HTTPRequest(
            method: HTTPMethod(rawValue: String(cString: method)), segments: target?.segments ?? [],
            query: target?.query ?? [], headers: headers, client: client,
            requestID: givenID.flatMap { RequestID.isAcceptable($0) ? $0 : nil } ?? RequestID.make(using: &random),
            traceParent: headers["traceparent"].flatMap(TraceParent.init) ?? TraceParent(using: &random))
        if let samples = engine.configuration.samples {
            request.callerTrace = headers["traceparent"].flatMap(TraceParent.init)
            let isSampled = samples(request.traceParent, request.callerTrace != nil)
            request.traceParent = request.traceParent.child(isSampled: isSampled, using: &random)
        }
        request.isAsterisk = target?.isAsterisk ?? false
        let versionText = String(cString: version)
        var rejection = headers.fault(limit: engine.configuration.headerFieldLimit, version: versionText)
        if !isWhole { rejection = .badRequest("The header is malformed.") }
        if target == nil { rejection = .badRequest("The target is malformed.") }
        let exchange = Exchange(
            engine: engine, connection: connection, handle: handle, request: request, rejection: rejection,
            isVersion10: versionText == "HTTP/1.0")
        connection.attach(exchange)
        engine.requests.enter()
        return exchange
    }
}
