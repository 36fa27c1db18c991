internal import CMicrohttpd

extension Exchange {
    /// Decides, once the header has come, what can be decided without the body: who asks, and whether the request is
    /// served at all.
    func begin() -> MHD_Result {
        let framing = RequestFraming(request.headers)
        switch framing {
        case .ambiguous:
            // Where the request ends is unclear, so nothing after it can be trusted.
            return queue(Answer(.badRequest("The length of the body is ambiguous.")), closes: true)
        case .unknownCoding:
            return queue(Answer(Problem(.notImplemented, detail: "Unknown transfer coding.")), closes: true)
        case .none, .chunked, .length:
            break
        }
        // Its framing is faulty (RFC 9112, section 6.1): another reader may see another end of the request.
        if framing == .chunked, isVersion10 { closes = true }
        if rejection == nil {
            do { try admit(framing) } catch { rejection = error }
        }
        if let expectation = request.headers["Expect"], !expectation.isSameHeaderName(as: "100-continue") {
            return queue(Answer(Problem(.expectationFailed)), closes: true)
        }
        guard let rejection, framing.hasBody else { return flotilla_mhd_yes }
        // Of a body that is only a little too large the rest is read off, so that the connection may stay.
        if rejection.status == .contentTooLarge, request.headers["Expect"] == nil, framing.length ?? 0 <= discardLimit {
            return flotilla_mhd_yes
        }
        connection.lingers = true
        return queue(Answer(rejection), closes: true)
    }

    private func admit(_ framing: RequestFraming) throws(Problem) {
        guard HTTPMethod.known.contains(request.method) else {
            // The client's own word must not become a label of a metric.
            request.method = .unknown
            throw Problem(.notImplemented, detail: "The method is not known here.")
        }
        engine.router.resolve(&request)
        if connection.isSurplus, !isProbe, engine.table.count > engine.table.full {
            closes = true
            engine.configuration.onRefusal(
                ShareRefusal(resource: .connections, key: Caller(address: request.client).key, isShare: false))
            throw .unavailable(SharedResource.connections.exhaustion)
        }
        request.caller = try engine.router.caller(of: request)
        if framing.hasBody {
            bodyLimit = try engine.router.bodyLimit(of: request) ?? engine.configuration.bodyLimit
            if let coding = request.headers["Content-Encoding"], !coding.isSameHeaderName(as: "identity") {
                throw Problem(
                    .unsupportedMediaType, detail: "The body must not be compressed.",
                    headers: ["Accept-Encoding": "identity"])
            }
        }
        if let length = framing.length {
            if length > bodyLimit { throw .contentTooLarge(limit: bodyLimit) }
            if length > Engine.smallBody { try engine.bodies.require(length, for: request.caller) }
        }
        if !isProbe { try engine.answers.require(1, for: request.caller) }
    }

    /// Takes a part of the body.
    /// - Returns: no for a body that is not worth reading off: the connection is closed.
    func receive(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
        received += bytes.count
        connection.advance(bytes.count)
        // A body that is allowed may be longer than what is read off of one that is not.
        if received > max(discardLimit, bodyLimit) { return flotilla_mhd_no }
        guard rejection == nil else { return flotilla_mhd_yes }
        do throws(Problem) {
            if received > bodyLimit { throw .contentTooLarge(limit: bodyLimit) }
            if received > Engine.smallBody {
                try engine.bodies.take(received - reserved, by: request.caller)
                reserved = received
            }
            request.body.append(contentsOf: bytes)
        } catch {
            rejection = error
            request.body = []
            engine.bodies.giveBack(reserved, by: request.caller)
            reserved = 0
        }
        return flotilla_mhd_yes
    }

    /// How much of a body that is not wanted is read off, for the client's sake.
    private var discardLimit: Int {
        request.caller.identity == nil && bodyLimit < engine.configuration.bodyLimit
            ? 4 * bodyLimit : engine.configuration.discardLimit
    }
}
