import FleetTestSupport
import Foundation
import RawHTTP
import Testing

extension Attacks {
    /// Labels come from closed sets, so that no caller can fill the metrics with series.
    @Suite("The metrics") struct MetricsLabelTests {
        let estate: AttackEnvironment

        init() throws { estate = try AttackEnvironment.current }

        @Test("nothing that a caller writes becomes a label") func labels() async throws {
            let mark = "evil\(UInt32.random(in: 0...UInt32.max))"
            let port = Int(estate.fleet.anybody.url.split(separator: ":").last ?? "") ?? 0
            for round in 0..<300 {
                let client = try RawClient(port: port)
                let text = "\(mark)\(round)"
                try client.send(
                    "\(text.uppercased()) /\(text)?\(text)=1 HTTP/1.1\r\nHost: \(text)\r\nX-Request-Id: \(text)\r\n"
                        + "Authorization: Bearer \(text)\r\nConnection: close\r\n\r\n")
                _ = try? client.readResponse()
            }
            for caller in [estate.attacker.caller, estate.admin] {
                _ = try await caller.get("/jobs?kind=\(mark)&queue=\(mark)&error_code=\(mark)")
                _ = try await caller.post("/jobs", ["kind": .string(mark), "payload": [:]])
                _ = try await caller.post("/scans", ["provider": .string(mark), "services": [.string(mark)]])
                _ = try await caller.post("/queues/\(mark)/pause", [:])
                _ = try await caller.send("DELETE", "/schedules/\(mark)")
            }
            _ = try await estate.fleet.anybody.post(
                "/auth/signin", ["email": .string(mark), "password": .string(mark)])
            let answer = try await estate.fleet.anybody.get("/metrics")
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(!text.lowercased().contains(mark), "the metrics hold what a caller wrote")
            #expect(answer.body.count < 400_000, "\(answer.body.count) bytes")
            let methods: Set = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"]
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                for label in line.matches(of: #/([a-zA-Z_]+)="((?:[^"\\]|\\.)*)"/#) {
                    let (name, value) = (String(label.1), String(label.2))
                    #expect(value.utf8.count <= 100, "\(line)")
                    switch name {
                    case "method": #expect(methods.contains(value), "\(line)")
                    case "status": #expect(value.wholeMatch(of: #/[1-5][0-9][0-9]|[a-z_]+/#) != nil, "\(line)")
                    case "route": #expect(value == "none" || value.hasPrefix("/"), "\(line)")
                    case "le": #expect(value == "+Inf" || Double(value) != nil, "\(line)")
                    default: #expect(value.wholeMatch(of: #/[A-Za-z0-9_.+:() -]*/#) != nil, "\(line)")
                    }
                }
            }
        }

        @Test("scrapers share one rendering a second, and each gets one that is not older than its question")
        func shared() async throws {
            let anybody = estate.fleet.anybody
            let attacker = estate.attacker.caller
            let (count, toll) = try await estate.bystander.during {
                let end = ContinuousClock.now + .seconds(2)
                return try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<32 {
                        group.addTask {
                            var count = 0
                            while .now < end {
                                let answer = try await anybody.get("/metrics")
                                #expect(answer.status == 200)
                                count += 1
                            }
                            return count
                        }
                    }
                    return try await group.reduce(0, +)
                }
            }
            estate.report("32 scrapers, \(count) scrapes", toll)
            #expect(count <= 32 * 5, "\(count) scrapes in 2 s")
            #expect(toll.slowest < .seconds(1), "\(toll)")
            func fresh() async throws -> Bool {
                _ = try await attacker.get("/scans?unknown=1")
                let text = String(decoding: try await anybody.get("/metrics").body, as: UTF8.self)
                return text.contains(#"route="/scans",method="GET",status="400""#)
            }
            #expect(try await fresh())
        }
    }
}
