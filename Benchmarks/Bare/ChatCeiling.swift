internal import CLibcurl

/// The same chat again and again by libcurl, a kept connection a thread, with nothing around it: the bytes of the answers
/// are counted and not read.
package struct ChatCeiling: Sendable {
    package let port: UInt16

    package init(port: UInt16) { self.port = port }

    /// - Returns: how long it took, and the bytes that came.
    package func run(answers: Int, threads: Int) async throws -> (time: Duration, bytes: Int) {
        _ = flotilla_curl_global_init()
        let started = ContinuousClock.now
        let bytes = try await Threads.run(threads) { number in
            try ask(answers / threads + (number < answers % threads ? 1 : 0))
        }
        return (.now - started, bytes.reduce(0, +))
    }

    private final class Counting {
        var bytes = 0
    }

    private func ask(_ count: Int) throws -> Int {
        guard let easy = curl_easy_init() else { throw BareError("libcurl does not start") }
        let counting = Counting()
        defer { curl_easy_cleanup(easy) }
        _ = flotilla_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = flotilla_curl_set_string(easy, CURLOPT_URL, "http://127.0.0.1:\(port)/v1/chat/completions")
        _ = flotilla_curl_set_string(easy, CURLOPT_COPYPOSTFIELDS, #"{"model":"sink","messages":[],"stream":true}"#)
        _ = flotilla_curl_set_pointer(easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(counting).toOpaque())
        _ = flotilla_curl_set_callback(easy, CURLOPT_WRITEFUNCTION) { _, size, count, context in
            guard let context else { return 0 }
            Unmanaged<Counting>.fromOpaque(context).takeUnretainedValue().bytes += size * count
            return size * count
        }
        for _ in 0..<count {
            guard curl_easy_perform(easy) == CURLE_OK else { throw BareError("the chat sink broke an answer off") }
        }
        return counting.bytes
    }
}
