import Testing

@testable import Recommender

@Suite("Interactions and their split")
struct DataTests {
    @Test("ids with gaps become numbers in order; a repetition keeps the greatest weight and the latest time")
    func table() throws {
        let table = try InteractionTable(
            [
                Interaction(user: "u9", item: "i7", at: 5, weight: 1),
                Interaction(user: "u1", item: "i7", at: 1, weight: 2),
                Interaction(user: "u9", item: "i7", at: 3, weight: 4),
                Interaction(user: "u9", item: "i2", at: 9),
            ], catalogue: ["i5", "i2"])
        #expect(table.users == ["u1", "u9"])
        #expect(table.items == ["i2", "i5", "i7"])
        #expect(table.edges.map(\.user) == [0, 1, 1])
        #expect(table.edges.map(\.item) == [2, 0, 2])
        #expect(table.edges.map(\.weight) == [2, 1, 4])
        #expect(table.edges.map(\.at) == [1, 9, 5])
    }

    @Test("the graph is read from both sides")
    func graph() throws {
        let graph = try InteractionTable(
            [("b", "x"), ("a", "y"), ("b", "y"), ("c", "x")].map { Interaction(user: $0.0, item: $0.1, at: 0) },
            catalogue: ["z"]
        ).graph
        #expect((0..<graph.users).map { Array(graph.byUser.columns(of: $0)) } == [[1], [0, 1], [0]])
        #expect((0..<graph.items).map { Array(graph.byItem.columns(of: $0)) } == [[1, 2], [0, 1], []])
        #expect(graph.edges == 4)
        #expect(try InteractionTable([]).graph.edges == 0)
    }

    @Test("a weight that is none is refused", arguments: [0, -1, .nan, .infinity] as [Float])
    func weights(_ weight: Float) {
        #expect(throws: TrainingError.self) {
            try InteractionTable([Interaction(user: "u", item: "i", at: 0, weight: weight)])
        }
    }

    private static func split(_ holdOut: HoldOut, _ times: [Int64]) throws -> DataSplit {
        let interactions = times.enumerated().map {
            Interaction(user: "u", item: Samples.id("i", $0), at: $1)
        }
        return DataSplit(try InteractionTable(interactions), holdOut)
    }

    @Test("the last of a user is for the test, the one before for validation; equal times by item")
    func leaveLastOut() throws {
        let split = try Self.split(.leaveLastOut, [9, 4, 9, 1])
        #expect(split.test == [[2]])
        #expect(split.valid == [[0]])
        #expect(Array(split.train.byUser.columns(of: 0)) == [1, 3])
    }

    @Test("a tenth is rounded down, and at least one")
    func lastTenth() throws {
        #expect(try Self.split(.lastTenth, Array(0..<9)).test == [[8]])
        let split = try Self.split(.lastTenth, Array(0..<29))
        #expect(split.test == [[27, 28]])
        #expect(split.valid == [[25, 26]])
        #expect(split.train.edges == 25)
    }

    @Test("a user with fewer than three interactions is for training alone")
    func few() throws {
        let split = try Self.split(.lastTenth, [1, 2])
        #expect(split.testedUsers == 0)
        #expect(split.valid == [[]])
        #expect(split.train.edges == 2)
    }
}
