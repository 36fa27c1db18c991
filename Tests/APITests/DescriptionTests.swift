import Accounts
import Foundation
import HTTPServer
import JSON
import Testing

@testable import API

@Suite("The description of the API")
struct DescriptionTests {
    private func document(_ api: InProcess) async throws -> JSONValue {
        let reply = try await api.answer(.get, "/openapi.json", as: nil)
        #expect(reply.status == .ok && reply.headers["Content-Type"] == "application/json")
        guard case .bytes(let bytes) = reply.body else { throw DescribedAPI.Undescribed() }
        return try JSONValue(parsing: bytes)
    }

    @Test("every route is in it, with its roles, each status that it may answer, and a name of its own")
    func routes() async throws {
        let api = try InProcess.alone()
        let document = try await document(api)
        let routes = APIModules.router(api.context).declarations
        var described: Set<String> = []
        for (path, item) in document["paths"]?.objectValue ?? [:] {
            for (method, _) in item.objectValue ?? [:] { described.insert("\(method.uppercased()) \(path)") }
        }
        #expect(described == Set(routes.map { "\($0.method.rawValue) \($0.pattern)" }) && routes.count > 150)
        for route in routes {
            let operation = document["paths"]?[route.pattern]?[route.method.rawValue.lowercased()]
            let statuses = Set(operation?["responses"]?.objectValue?.names ?? [])
            var expected: Set = ["400", "429", "503"]
            if route.roles != nil { expected.formUnion(["401", "403"]) }
            if route.pattern.contains("{") { expected.insert("404") }
            if operation?["requestBody"] != nil { expected.formUnion(["413", "415", "422"]) }
            if route.isRepeatable { expected.formUnion(["409", "422"]) }
            #expect(statuses.isSuperset(of: expected), "\(route) lacks \(expected.subtracting(statuses))")
            #expect(statuses.contains { $0.hasPrefix("2") }, "\(route)")
            let roles = operation?["x-roles"]?.arrayValue?.compactMap(\.stringValue)
            #expect(roles == route.roles.map { $0.map(\.rawValue).sorted() }, "\(route)")
            #expect(operation?["summary"]?.stringValue?.isEmpty == false, "\(route)")
        }
        let names = routes.map(\.operation.id)
        #expect(Set(names).count == names.count)
    }

    @Test("every tag stands in one chapter, so that no operation is left out where they are read by chapters")
    func chapters() async throws {
        let document = try await document(try InProcess.alone())
        let tags = (document["tags"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
        let chapters = document["x-tagGroups"]?.arrayValue ?? []
        #expect(chapters.flatMap { $0["tags"]?.arrayValue ?? [] }.compactMap(\.stringValue) == tags)
        #expect(Set(tags).count == tags.count && chapters.count < 12)
        for (_, item) in document["paths"]?.objectValue ?? [:] {
            for (_, operation) in item.objectValue ?? [:] {
                let own = operation["tags"]?.arrayValue?.compactMap(\.stringValue) ?? []
                #expect(own.count == 1 && Set(own).isSubset(of: tags), "\(own)")
            }
        }
    }

    @Test("a refusal that is a page of its own is described beside the problem")
    func pages() async throws {
        let document = try await document(try InProcess.alone())
        for method in ["get", "post"] {
            let refusal = document["paths"]?["/unsubscribe/{token}"]?[method]?["responses"]?["404"]
            #expect(
                Set(refusal?["content"]?.objectValue?.names ?? []) == ["text/html", "application/problem+json"])
        }
    }

    @Test("every example is what its schema describes, and every reference leads somewhere")
    func examples() async throws {
        let document = try await document(try InProcess.alone())
        let check = SchemaCheck(document: document, isStrict: false)
        var seen = 0
        func walk(_ value: JSONValue, _ place: String) {
            if let reference = value["$ref"]?.stringValue {
                #expect(check.target(of: reference) != nil, "\(reference)")
            }
            if let example = value["example"], let schema = value["schema"] {
                seen += 1
                #expect(check.complaints(of: example, schema) == [], "\(place)")
            }
            for (name, member) in value.objectValue ?? [:] { walk(member, "\(place)/\(name)") }
            for element in value.arrayValue ?? [] { walk(element, place) }
        }
        walk(document, "")
        #expect(seen > 40)
    }

    @Test("a stream is described by its events and no schema; the document has an entity tag")
    func parts() async throws {
        let api = try InProcess.alone()
        let document = try await document(api)
        var streams = 0
        for (_, item) in document["paths"]?.objectValue ?? [:] {
            guard let stream = item["get"]?["responses"]?["200"]?["content"]?["text/event-stream"] else { continue }
            streams += 1
            #expect(stream["schema"] == nil && stream["x-events"]?.objectValue?.isEmpty == false)
        }
        #expect(streams == 4)
        let first = try await api.answer(.get, "/openapi.json", as: nil)
        let again = try await api.answer(
            .get, "/openapi.json", as: nil, headers: ["If-None-Match": try #require(first.headers["ETag"])])
        #expect(again.status == .notModified)
    }

    @Test("an answer that is not described is found")
    func strangers() async throws {
        let api = try InProcess.alone()
        let described = DescribedAPI(document: try await document(api))
        func complaints(_ status: HTTPStatus, _ text: String) throws -> [String] {
            described.complaints(of: .json(text: text, status: status), to: .get, ["healthz"])
        }
        #expect(try complaints(.ok, #"{"status": "ok"}"#) == [])
        #expect(try complaints(.ok, #"{"status": "ok", "more": 1}"#).count == 1)
        #expect(try complaints(.ok, #"{"status": 7}"#).count == 1)
        #expect(try complaints(.ok, "{}").count == 1)
        #expect(try complaints(.notFound, "{}").count == 1)
    }
}
