/// A request's place among those that are being handled.
protocol HandlerPermit: Sendable {
    /// Changes the place among the handlers for one among the waits.
    /// - Throws: 429 or 503 when the caller has no wait left.
    func beginWait() throws(Problem)
    func endWait()
}

extension HTTPRequest {
    /// Waits for an event without holding a place among the requests that are being handled. Waits have limits of
    /// their own, in all and for each caller.
    /// - Throws: 429 or 503 with `Retry-After` when the caller may not wait.
    public func wait(during body: () async -> Void) async throws(Problem) {
        try place?.beginWait()
        await body()
        place?.endWait()
    }
}
