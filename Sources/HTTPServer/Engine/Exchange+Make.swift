internal import CMicrohttpd

extension Exchange {
    /// Reads a request's header. What is wrong with it becomes the exchange's rejection.
    static func make(
        _ engine: Engine, _ connection: ClientConnection, _ handle: OpaquePointer, method: UnsafePointer<CChar>,
        version: UnsafePointer<CChar>
    ) -> Exchange {
        var (target, targetEnd, random) = connection.takeTarget(deadline: .now + engine.configuration.bodyTimeout)
        if flotilla_mhd_hides_bytes(targetEnd, version) != 0 { target = nil }
        let headers = readHeaders(handle)
        let givenID = headers["X-Request-Id"]
        let client = connection.peer.map { engine.proxies.client(of: $0, headers) }
        var request = HTTPRequest(
            method: HTTPMethod(rawValue: String(cString: method)), segments: target?.segments ?? [],
            query: target?.query ?? [], headers: headers, client: client,
            requestID: givenID.flatMap { RequestID.isAcceptable($0) ? $0 : nil } ?? RequestID.make(using: &random),
            traceParent: headers["traceparent"].flatMap(TraceParent.init) ?? TraceParent(using: &random))
        request.isAsterisk = target?.isAsterisk ?? false
        var rejection = headers.fault(limit: engine.configuration.headerFieldLimit, version: String(cString: version))
        if target == nil { rejection = .badRequest("The target is malformed.") }
        let exchange = Exchange(
            engine: engine, connection: connection, handle: handle, request: request, rejection: rejection)
        connection.attach(exchange)
        engine.requests.enter()
        return exchange
    }

    private static func readHeaders(_ handle: OpaquePointer) -> HTTPHeaders {
        var headers = HTTPHeaders()
        withUnsafeMutablePointer(to: &headers) { pointer in
            _ = MHD_get_connection_values_n(
                handle, flotilla_mhd_header,
                { context, _, name, nameSize, value, valueSize in
                    guard let headers = context?.assumingMemoryBound(to: HTTPHeaders.self), let name else {
                        return flotilla_mhd_yes
                    }
                    headers.pointee.add(
                        String(decoding: UnsafeRawBufferPointer(start: name, count: nameSize), as: UTF8.self),
                        String(decoding: UnsafeRawBufferPointer(start: value, count: valueSize), as: UTF8.self))
                    return flotilla_mhd_yes
                }, pointer)
        }
        return headers
    }
}
