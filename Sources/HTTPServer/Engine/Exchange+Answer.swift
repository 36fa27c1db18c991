internal import CMicrohttpd

extension Exchange {
    /// Hands the answer to the library.
    func queue(_ response: HTTPResponse, closes: Bool = false) -> MHD_Result {
        var response = response
        if !(200...599).contains(response.status.rawValue) { response.status = .internalServerError }
        var pipe: BodyPipe?
        if case .stream(let stream) = response.body {
            if !engine.beginStream() {
                response = Problem.unavailable("Too many streams are open.").response
            } else {
                pipe = BodyPipe(stream, connection: handle) { [engine] in engine.endStream() }
            }
        }
        // The library ends a stream's HEAD as if there had been a body, so nothing may follow on the connection.
        let isBareStream = pipe != nil && request.method == .head
        let identity = [("X-Request-Id", request.requestID), ("traceparent", request.traceParent.description)]
        guard
            let made = ResponseWriter.make(
                response, pipe: pipe, identity: identity, closes: closes || isBareStream || engine.isDraining)
        else { return flotilla_mhd_no }
        defer { MHD_destroy_response(made) }
        let timeout = pipe == nil ? engine.configuration.sendTimeout : nil
        connection.enter(.sending, deadline: timeout.map { .now + $0 })
        stage.withLock { $0 = .queued(pipe) }
        guard MHD_queue_response(handle, UInt32(response.status.rawValue), made) == flotilla_mhd_yes else {
            return flotilla_mhd_no
        }
        engine.configuration.onAnswer(summary(of: response))
        if let pipe, !isBareStream {
            pipe.start()
            if engine.isDraining, pipe.isOpenEnded || engine.isClosing { pipe.abort() }
        }
        return flotilla_mhd_yes
    }

    func summary(of response: HTTPResponse) -> RequestSummary {
        RequestSummary(
            method: request.method, route: request.route, status: response.status, duration: .now - started,
            requestID: request.requestID, traceParent: request.traceParent, client: request.client)
    }
}
