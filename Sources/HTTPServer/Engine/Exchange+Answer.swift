internal import CMicrohttpd

extension Exchange {
    /// Hands the answer to the library.
    func queue(_ answer: Answer, closes: Bool = false) -> MHD_Result {
        var answer = answer
        if !(200...599).contains(answer.response.status.rawValue) {
            answer.response.status = .internalServerError
        }
        let pipe: BodyPipe?
        do {
            pipe = try share(answer.response)
        } catch {
            answer = Answer(error)
            pipe = nil
        }
        engine.router.complete(&answer.response, to: request)
        // Without a length the end of the connection is the answer's end.
        let isBareStream = request.method == .head && answer.response.body.isStream
        let identity = [("X-Request-Id", request.requestID), ("traceparent", request.traceParent.description)]
        guard
            let made = ResponseWriter.make(
                answer.response, pipe: pipe, connection: connection, identity: identity,
                closes: closes || self.closes || isBareStream || engine.isDraining)
        else { return flotilla_mhd_no }
        defer { MHD_destroy_response(made) }
        let timeout = pipe == nil ? engine.configuration.sendTimeout : nil
        connection.enter(pipe == nil ? .sending : .streaming, deadline: timeout.map { .now + $0 })
        stage.withLock { $0 = .queued(pipe) }
        guard MHD_queue_response(handle, UInt32(answer.response.status.rawValue), made) == flotilla_mhd_yes else {
            return flotilla_mhd_no
        }
        report(answer)
        if let pipe {
            pipe.start()
            if engine.isDraining, pipe.isOpenEnded || engine.isClosing { pipe.abort() }
        }
        return flotilla_mhd_yes
    }

    /// Takes the caller's share of what an answer holds while it is sent.
    /// - Returns: what moves a stream's chunks.
    private func share(_ response: HTTPResponse) throws(Problem) -> BodyPipe? {
        if case .stream(let stream) = response.body {
            guard request.method != .head else { return nil }
            try engine.streams.take(by: request.caller)
            return BodyPipe(stream, connection: handle) { [engine, caller = request.caller] in
                engine.streams.giveBack(by: caller)
            }
        }
        let count = response.body.count
        guard count > Engine.smallBody, request.method != .head else { return nil }
        if request.method == .get {
            try engine.answers.take(count, by: request.caller)
        } else {
            // What was done was done, and its answer has to say so. Callers with no share left were refused before.
            engine.answers.add(count, by: request.caller)
        }
        answered = count
        return nil
    }

    func report(_ answer: Answer) {
        let summary = RequestSummary(
            method: HTTPMethod.known.contains(request.method) ? request.method : .unknown, route: request.route,
            status: answer.response.status, duration: .now - started,
            requestID: request.requestID, traceParent: request.traceParent, callerTrace: request.callerTrace,
            traceState: request.callerTrace == nil ? nil : request.traceState,
            client: request.client)
        engine.configuration.onAnswer(summary)
        if answer.response.status.rawValue >= 500 { engine.configuration.onFailure(answer.cause, summary) }
    }
}

extension HTTPBody {
    fileprivate var isStream: Bool { if case .stream = self { true } else { false } }

    fileprivate var count: Int {
        switch self {
        case .none, .stream: 0
        case .bytes(let bytes): bytes.count
        case .text(let text): text.utf8.count
        }
    }
}
