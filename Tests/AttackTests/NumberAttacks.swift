import FleetTestSupport
import Foundation
import Postgres
import Testing

extension Attacks {
    /// A number is written in seven characters, and takes what PostgreSQL writes out for it wherever it is read.
    @Suite("Numbers") struct NumberAttacks {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        private static let long = ["1e-16000", "1e-20000", "1e131072", "1e999", "1e-16384", "-1E+401"]

        private func raw(_ path: String, _ body: String, _ method: String = "POST") async throws -> Answer {
            try await estate.admin.send(method, path, body: Array(body.utf8))
        }

        @Test("every body that is stored: 422 with the number's pointer", arguments: long)
        func refused(number: String) async throws {
            let name = UUID().uuidString.lowercased().prefix(8)
            let job = #"{"kind":"bench.noop","payload":{"a":[0,{"x":\#(number)}]}}"#
            for (path, body, pointer) in [
                ("/jobs", job, "/payload/a/1/x"),
                ("/jobs/batch", #"{"jobs":[{"kind":"bench.noop"},\#(job)]}"#, "/jobs/1/payload/a/1/x"),
                (
                    "/jobs/batch", #"{"jobs":[{"kind":"bench.noop"}],"batch":{"name":"b","callback":\#(job)}}"#,
                    "/batch/callback/payload/a/1/x"
                ),
                (
                    "/schedules",
                    #"{"name":"n\#(name)","cron":"0 0 1 1 *","kind":"bench.noop","payload":{"x":\#(number)}}"#,
                    "/payload/x"
                ),
                (
                    "/schedules",
                    #"{"name":"n\#(name)","cron":"0 0 1 1 *","kind":"bench.noop","timeout":\#(number)}"#, "/timeout"
                ),
                ("/scans", #"{"provider":"aws","services":["ec2"],"metrics":{"hours":\#(number)}}"#, "/metrics/hours"),
                ("/jobs/cancel", #"{"filter":{"kind":"bench.noop"},"rate":\#(number)}"#, "/rate"),
            ] {
                let answer = try await raw(path, body)
                #expect(answer.status == 422, "\(path): \(answer)")
                #expect(answer.pointers == [pointer], "\(path): \(answer)")
            }
            let patch = try await raw("/queues/bench", #"{"running":\#(number)}"#, "PATCH")
            #expect(patch.status == 422 && patch.pointers == ["/running"], "\(patch)")
        }

        @Test("digits behind a point count, and a literal as long as the body is refused as quickly")
        func digits() async throws {
            for digits in [401, 20_000, 900_000] {
                let number = "0." + String(repeating: "3", count: digits)
                let answer = try await raw("/jobs", #"{"kind":"bench.noop","payload":{"x":\#(number)}}"#)
                #expect(answer.status == 422 && answer.pointers == ["/payload/x"])
            }
            // Every double, and what stands between 398 zeros and a one, is stored as it was sent.
            for number in ["1.7976931348623157e308", "5e-324", "-2.2250738585072014e-308", "1e-398", "1e399"] {
                let answer = try await raw("/jobs", #"{"kind":"bench.noop","payload":{"x":\#(number)}}"#)
                #expect(answer.status == 202, "\(answer)")
            }
        }

        @Test("what is written out counts towards the size of a payload")
        func size() async throws {
            // 9 kB as sent, 360 kB as PostgreSQL writes it.
            let list = Array(repeating: "1e-390", count: 1300).joined(separator: ",")
            let answer = try await raw("/jobs", #"{"kind":"bench.noop","payload":{"x":[\#(list)]}}"#)
            #expect(answer.status == 422 && answer.pointers == ["/payload"], "\(answer)")
        }

        @Test("a time that UTC puts outside the years 0001 to 9999 is 422, never shown as the year 10000")
        func years() async throws {
            for time in ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+00:01", "0000-06-01T00:00:00Z"] {
                let answer = try await raw("/jobs", #"{"kind":"bench.noop","run_at":"\#(time)"}"#)
                #expect(answer.status == 422 && answer.pointers == ["/run_at"], "\(answer)")
            }
            let last = try await raw("/jobs", #"{"kind":"bench.noop","run_at":"9999-12-31T22:59:59-01:00"}"#)
            #expect(last.status == 202, "\(last)")
            let id = try #require(last["id"].string)
            #expect(try await estate.admin.get("/jobs/\(id)")["run_at"].string == "9999-12-31T23:59:59.000000Z")
            #expect(try await estate.admin.send("DELETE", "/jobs/\(id)").status == 200)
            for time in ["infinity", "-infinity", "10000-01-01 00:00+00"] {
                await #expect(throws: PostgresError.self) {
                    try await estate.fleet.database.query(
                        "select flotilla.enqueue('bench.noop', run_at => \(time)::text::timestamptz)")
                }
            }
        }
    }
}
