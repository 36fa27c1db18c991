import FleetTestSupport
import HTTPServer
import Testing

@testable import API

@Suite("Lists that pages share") struct SharedListTests {
    @Test("operators who take an answer of a second's age share it; others get what is there now") func shared()
        async throws
    {
        try await InProcess.with { api in
            let recent: HTTPHeaders = ["Cache-Control": "no-transform, max-age=1"]
            let first = try await api.send(.get, "/jobs?limit=5", headers: recent)
            let tag = try #require(first.headers["ETag"])
            #expect(first["items"].array.isEmpty)
            let job: JSON = ["kind": "bench.noop", "payload": [:]]
            #expect(try await api.send(.post, "/jobs", job).status == 202)
            var known = recent
            known["If-None-Match"] = tag
            #expect(try await api.send(.get, "/jobs?limit=5", headers: known).status == 304)
            // What is asked for otherwise is another answer.
            #expect(try await api.send(.get, "/jobs?limit=6", headers: recent)["items"].array.count == 1)
            for headers in [[:], ["Cache-Control": "no-cache"], ["Cache-Control": "max-age=0"]] as [HTTPHeaders] {
                let now = try await api.send(.get, "/jobs?limit=5", headers: headers)
                #expect(now["items"].array.count == 1 && now.headers["ETag"] == nil, "\(now)")
            }
            let own = try await api.send(.get, "/jobs?limit=5", as: .school, headers: recent)
            #expect(own["items"].array.count == 1 && own.headers["ETag"] == nil, "\(own)")
        }
    }
}
