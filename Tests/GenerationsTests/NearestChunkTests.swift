import Foundation
import Postgres
import PostgresTestSupport
import PythonHelpers
import TestSupport
import Testing

@testable import Generations

/// Where vectors are compared.
enum VectorPlace: String, CaseIterable, CustomTestStringConvertible {
    case worker = "in the worker"
    case server = "by pgvector"

    var testDescription: String { rawValue }

    private static let extended = Result {
        TestDatabases(installation: try .withVectors(python: try PythonEnvironment.python()))
    }

    func with<Value: Sendable>(_ body: @Sendable (GenerationsDatabase) async throws -> Value) async throws -> Value {
        switch self {
        case .worker: try await GenerationsDatabase.with(body)
        case .server: try await GenerationsDatabase.with(on: try Self.extended.get(), body)
        }
    }
}

@Suite("The nearest chunks") struct NearestChunkTests {
    private func nearest(
        _ query: [Float], _ documents: [UUID], limit: Int = 3, model: String = "m", tenant: UUID? = nil,
        in database: GenerationsDatabase
    ) async throws -> [String] {
        try await database.store.nearestChunks(
            to: query, in: documents, model: model, tenant: tenant ?? database.tenant, limit: limit
        ).map { "\($0.document.uuidString.suffix(1)) \($0.chunk)" }
    }

    /// Those of a small number come first.
    private func identity(_ number: Int) throws -> UUID {
        try #require(UUID(uuidString: "00000000-0000-7000-8000-00000000000\(number)"))
    }

    /// Whether the server answers by itself.
    private func isByServer(_ documents: [UUID], in database: GenerationsDatabase) async throws -> Bool {
        try await database.store.nearestEmbeddings(
            to: [1, 0, 0], in: documents, model: "m", tenant: database.tenant, limit: 1) != nil
    }

    @Test(
        "are those of the documents that are named, of the model and the tenant, the nearest first; of the same, the first",
        arguments: VectorPlace.allCases)
    func order(_ place: VectorPlace) async throws {
        try await place.with { database in
            let first = try await database.document(
                [[0, 1, 0], [0.6, 0.8, 0], [1, 0, 0], [1, 0, 0]], id: try identity(1))
            let second = try await database.document([[1, 0, 0], [-1, 0, 0]], id: try identity(2))
            let third = try await database.document([[0.8, 0.6, 0]], id: try identity(3))
            let foreign = UUID()
            let other = try await database.document([[1, 0, 0]], tenant: foreign, id: try identity(4))
            let filled = try await database.store.fillEmbeddings()
            #expect(filled == (place == .server ? 6 : 0))
            #expect(try await isByServer([first, second], in: database) == (place == .server))
            #expect(
                try await nearest([2, 0, 0], [first, second], limit: 4, in: database) == ["1 3", "1 4", "2 1", "1 2"])
            #expect(try await nearest([1, 0, 0], [second], in: database) == ["2 1", "2 2"])
            #expect(try await nearest([1, 0, 0], [third, first], limit: 3, in: database) == ["1 3", "1 4", "3 1"])
            #expect(try await nearest([1, 0, 0], [first], model: "another", in: database) == [])
            #expect(try await nearest([1, 0, 0], [other], in: database) == [])
            #expect(try await nearest([1, 0, 0], [other], tenant: foreign, in: database) == ["4 1"])
            #expect(try await nearest([1, 0, 0], [], in: database) == [])
        }
    }

    @Test("are the same of thousands of vectors as of an exact search", arguments: VectorPlace.allCases)
    func exact(_ place: VectorPlace) async throws {
        try await place.with { database in
            var generator = SeededGenerator(7)
            let vectors = (0..<4500).map { _ in (0..<8).map { _ in Float.random(in: -1...1, using: &generator) } }
                .map { vector in
                    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
                    return vector.map { $0 / length }
                }
            let query = vectors[17]
            let document = try await database.document(vectors, id: try identity(1))
            while try await database.store.fillEmbeddings() > 0 {}
            let scores = vectors.map { zip($0, query).reduce(0) { $0 + $1.0 * $1.1 } }
            let expected = vectors.indices.sorted { scores[$0] > scores[$1] }.prefix(10).map { "1 \($0 + 1)" }
            #expect(try await nearest(query, [document], limit: 10, in: database) == Array(expected))
        }
    }

    @Test("of vectors of another dimension are none, and the error says so", arguments: VectorPlace.allCases)
    func dimensions(_ place: VectorPlace) async throws {
        try await place.with { database in
            let document = try await database.document([[1, 0, 0]])
            _ = try await database.store.fillEmbeddings()
            await #expect(throws: (any Error).self) { try await nearest([1, 0], [document], in: database) }
            await #expect(throws: (any Error).self) { try await nearest([0, 0, 0], [document], in: database) }
        }
    }

    @Test("are found while pgvector comes, is behind, and goes") func comesAndGoes() async throws {
        try await VectorPlace.server.with { database in
            let expected = ["1 2", "1 1"]
            _ = try await database.owner.query("drop extension vector cascade")
            let document = try await database.document([[0, 1, 0], [1, 0, 0]], id: try identity(1))
            #expect(try await database.store.fillEmbeddings() == 0)
            #expect(try await nearest([1, 0, 0], [document], in: database) == expected)
            // Where an operator put it.
            _ = try await database.owner.query(#"create schema "Its own""#)
            _ = try await database.owner.query(#"grant usage on schema "Its own" to public"#)
            _ = try await database.owner.query(#"create extension vector with schema "Its own""#)
            #expect(try await nearest([1, 0, 0], [document], in: database) == expected)
            #expect(try await database.store.fillEmbeddings() == 2)
            #expect(try await isByServer([document], in: database))
            #expect(try await nearest([1, 0, 0], [document], in: database) == expected)
            // A vector that was made since.
            let more = try await database.document([[0.9, 0, 0.1]], id: try identity(2))
            #expect(try await !isByServer([document, more], in: database))
            #expect(try await isByServer([document], in: database))
            #expect(try await nearest([1, 0, 0], [document, more], in: database) == ["1 2", "2 1", "1 1"])
            _ = try await database.owner.query(#"revoke usage on schema "Its own" from public"#)
            #expect(try await nearest([1, 0, 0], [document], in: database) == expected)
            _ = try await database.owner.query("drop extension vector cascade")
            #expect(try await nearest([1, 0, 0], [document], in: database) == expected)
            #expect(try await database.store.fillEmbeddings() == 0)
        }
    }
}
