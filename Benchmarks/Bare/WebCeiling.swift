/// The same request again and again, a kept connection a thread, with nothing around it.
package struct WebCeiling: Sendable {
    package let port: UInt16
    package let request: [UInt8]

    /// - Parameter request: head and body.
    package init(port: UInt16, request: [UInt8]) {
        self.port = port
        self.request = request
    }

    package func run(requests: Int, threads: Int) async throws -> Duration {
        let started = ContinuousClock.now
        _ = try await Threads.run(threads) { number in
            let connection = try BareHTTP(url: "http://127.0.0.1:\(port)")
            for _ in stride(from: number, to: requests, by: threads) {
                guard try connection.answer(to: request).status == 204 else {
                    throw BareError("the web sink refused a request")
                }
            }
        }
        return .now - started
    }
}
