import FleetTestSupport
import Foundation
import TestSupport
import Testing

extension ModelFleet {
    @Suite("Documents") struct DocumentTests {
        let estate: ModelEnvironment

        init() throws { estate = try ModelEnvironment.current }

        private static let course = (1...40).map { "Sentence \($0) says that the river has \($0) bridges." }.joined(
            separator: " ")

        @Test("a document is cut and embedded, and the same text is embedded once") func prepared() async throws {
            let school = try await estate.fleet.signUp()
            let document = try await estate.parts.document(Self.course, as: school.caller)
            #expect(document["status"] == "ready" && document["error"] == .null)
            #expect((document["chunks"].int ?? 0) > 1 && document["characters"].int == Self.course.count)
            #expect(document["embedding_model"].string?.isEmpty == false)
            let calls = try await estate.parts.calls(of: school, "embedding")
            #expect(calls > 0)
            let again = try await estate.parts.document(Self.course, as: school.caller)
            #expect(again["chunks"] == document["chunks"])
            #expect(try await estate.parts.calls(of: school, "embedding") == calls)
            // Vectors are a tenant's own, as every row is.
            let other = try await estate.fleet.signUp()
            _ = try await estate.parts.document(Self.course, as: other.caller)
            #expect(try await estate.parts.calls(of: other, "embedding") == calls)
        }

        @Test("the file itself may be the body, and what cannot be read says why") func raw() async throws {
            let school = try await estate.fleet.signUp().caller
            let page = "<html><body><h1>Bridges</h1><p>There are seven.</p><script>no()</script></body></html>"
            let accepted = try await school.send(
                "POST", "/documents?title=A%20page&language=en", body: Array(page.utf8),
                headers: [("Content-Type", "text/html")])
            #expect(accepted.status == 202)
            let id = try #require(accepted["id"].string)
            let isReady = try await eventually(within: .seconds(180)) {
                try await school.get("/documents/\(id)")["status"] == "ready"
            }
            #expect(isReady)
            #expect(try await school.get("/documents")["items"].array.map { $0["id"].string } == [id])
            let zip = try await school.send(
                "POST", "/documents?title=Archive", body: [0x50, 0x4B, 3, 4, 0, 0],
                headers: [("Content-Type", "application/pdf")])
            #expect(zip.status == 415)
            let broken = try await school.send(
                "POST", "/documents?title=Broken", body: Array("%PDF-1.4 nothing".utf8),
                headers: [("Content-Type", "application/pdf")])
            #expect(broken.status == 202)
            let second = try #require(broken["id"].string)
            let isOver = try await eventually(within: .seconds(180)) {
                try await school.get("/documents/\(second)")["status"] == "failed"
            }
            #expect(isOver)
            #expect(try await school.get("/documents/\(second)")["error_code"].string?.hasPrefix("pdf_") == true)
        }

        @Test("an account has so many documents and bytes, and reads what to do beyond") func room() async throws {
            let school = try await estate.fleet.signUp().caller
            let file = [UInt8]("%PDF-1.4 ".utf8) + [UInt8](repeating: 0x20, count: 15 << 20)
            func post(_ bytes: [UInt8]) async throws -> Answer {
                try await school.send(
                    "POST", "/documents?title=File", body: bytes, headers: [("Content-Type", "application/pdf")])
            }
            let first = try await post(file)
            #expect(first.status == 202)
            let heavy = try await post(file)
            #expect(heavy.status == 422 && heavy["limit"].int == 20 << 20 && heavy["bytes"].int == file.count)
            #expect(heavy["detail"].string?.contains("delete some of them") == true)
            for _ in 0..<2 { #expect(try await post(Array(file.prefix(20))).status == 202) }
            let many = try await post(Array(file.prefix(20)))
            #expect(many.status == 422 && many["documents"] == 3 && many["limit"] == 3)
            #expect(try await school.send("DELETE", "/documents/\(first["id"].string ?? "")").status == 204)
            #expect(try await post(file).status == 202)
        }

        @Test("a body is bounded by what a document may have, and deleted documents are gone") func bounds()
            async throws
        {
            let school = try await estate.fleet.signUp().caller
            let large = try await school.send(
                "POST", "/documents?title=Large", body: [UInt8](repeating: 0x61, count: 20 << 20 + 1),
                headers: [("Content-Type", "text/plain")])
            #expect(large.status == 413 && large["detail"].string?.contains("\(20 << 20) bytes") == true)
            let both = try await school.post(
                "/documents", ["title": "x", "content_type": "text/plain", "text": "a", "data_base64": "YQ=="])
            #expect(both.status == 422)
            let document = try await estate.parts.document("A short one.", as: school)
            let id = try #require(document["id"].string)
            #expect(try await school.send("DELETE", "/documents/\(id)").status == 204)
            #expect(try await school.get("/documents/\(id)").status == 404)
            let asked = try await school.post(
                "/generations", ["type": "context", "input": ["document_ids": [.string(id)]]])
            #expect(asked.status == 422 && asked["errors"][0]["pointer"] == "/input/document_ids/0")
        }
    }
}
