internal import CMicrohttpd

extension Exchange {
    /// Decides, once the header has come, what can be decided without the body.
    func begin() -> MHD_Result {
        let framing = RequestFraming(request.headers)
        switch framing {
        case .ambiguous:
            // Where the request ends is unclear, so nothing after it can be trusted.
            return queue(Problem.badRequest("The length of the body is ambiguous.").response, closes: true)
        case .unknownCoding:
            return queue(Problem(.notImplemented, detail: "Unknown transfer coding.").response, closes: true)
        case .none, .chunked:
            break
        case .length(let length):
            let limit = engine.configuration.bodyLimit
            if length > limit {
                rejection = rejection ?? .contentTooLarge(limit: limit)
                if length > engine.configuration.discardLimit { return reject(closes: true) }
            }
        }
        if let expectation = request.headers["Expect"] {
            guard expectation.isSameHeaderName(as: "100-continue") else {
                return queue(Problem(.expectationFailed).response, closes: true)
            }
            // The client waits for leave to send a body that nobody wants.
            if rejection != nil { return reject(closes: true) }
        }
        return flotilla_mhd_yes
    }

    /// Takes a part of the body.
    /// - Returns: no for a body that is not worth reading off: the connection is closed.
    func receive(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
        received += bytes.count
        if received > engine.configuration.discardLimit { return flotilla_mhd_no }
        guard rejection == nil else { return flotilla_mhd_yes }
        if received > engine.configuration.bodyLimit {
            refuse(.contentTooLarge(limit: engine.configuration.bodyLimit))
        } else if !engine.reserveBody(bytes.count) {
            refuse(.unavailable("Too many request bodies are being received."))
        } else {
            reserved += bytes.count
            request.body.append(contentsOf: bytes)
        }
        return flotilla_mhd_yes
    }

    private func refuse(_ problem: Problem) {
        rejection = problem
        request.body = []
        engine.releaseBody(reserved)
        reserved = 0
    }

    private func reject(closes: Bool) -> MHD_Result {
        queue((rejection ?? .contentTooLarge(limit: engine.configuration.bodyLimit)).response, closes: closes)
    }
}
