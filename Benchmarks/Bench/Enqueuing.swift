import Bare
import Foundation

/// Posts jobs, from threads that each keep a connection.
struct Enqueuing {
    static let batch = 1000
    /// About 200 bytes of JSON.
    static let payload =
        #"{"course":"\#(String(repeating: "c", count: 60))","user":"\#(String(repeating: "u", count: 60))","note":"\#(String(repeating: "n", count: 48))"}"#
    static let job = #"{"kind":"bench.noop","payload":\#(payload)}"#

    private let url: String
    private let token: String

    init(_ fleet: Fleet) {
        url = fleet.apiURL
        token = fleet.token
    }

    /// - Returns: the time from the first request to the last answer.
    func batches(jobs: Int, threads: Int) async throws -> Duration {
        let body = Array("{\"jobs\":[\(Array(repeating: Self.job, count: Self.batch).joined(separator: ","))]}".utf8)
        return try await post("/jobs/batch", body, count: jobs / Self.batch, threads: threads)
    }

    func singly(jobs: Int, threads: Int) async throws -> Duration {
        try await post("/jobs", Array(Self.job.utf8), count: jobs, threads: threads)
    }

    private func post(_ path: String, _ body: [UInt8], count: Int, threads: Int) async throws -> Duration {
        let spans = try await Threads.run(threads) { number in
            let connection = try BareHTTP(url: url, token: token)
            let start = ContinuousClock.now
            for _ in stride(from: number, to: count, by: threads) {
                let answer = try connection.post(path, body)
                guard answer.status == 202 else { throw BareError("POST \(path) was answered \(answer.status)") }
            }
            return (start, ContinuousClock.now)
        }
        return (spans.map(\.1).max() ?? .now) - (spans.map(\.0).min() ?? .now)
    }
}
