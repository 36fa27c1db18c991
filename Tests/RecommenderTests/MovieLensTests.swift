import Cryptography
import Foundation
import MovieLens
import TestSupport
import Testing

@testable import Recommender

/// MovieLens 100k by the fixed protocol: the splits and what is exact here, what is trained in the release build of `./test --full`.
@Suite("MovieLens 100k")
struct MovieLensTests {
    private static let table = Result {
        try InteractionTable(try MovieLens.interactions(in: try MovieLens.fetch()))
    }

    /// What the reference measured, in numpy, to six digits.
    struct Expected: Sendable {
        let holdOut: HoldOut
        let rows: [Int]
        /// The first 16 digits of the SHA-256 of each part, as sorted lines `user item`.
        let sums: [String]
        /// Neighbours of an item that count.
        let size: Int
        let popularity: [String]
        let neighbours: [String]
    }

    @Test(
        "popularity and item neighbours have the figures of the reference, to six digits",
        arguments: [
            Expected(
                holdOut: .leaveLastOut, rows: [98_114, 943, 943],
                sums: ["d514c640ffc176bb", "94d0f32c6a0564c3", "450a2c3e88204a40"], size: 20,
                popularity: ["0.079533", "0.032889"],
                neighbours: ["0.133616", "0.052390"]),
            Expected(
                holdOut: .lastTenth, rows: [80_808, 9_596, 9_596],
                sums: ["2dc9be27cd141a67", "15b03f9f59b843cd", "c38b62dd105284ae"], size: 200,
                popularity: ["0.093183", "0.078181"],
                neighbours: ["0.167395", "0.123786"]),
        ])
    func baselines(_ expected: Expected) throws {
        let table = try Self.table.get()
        let split = DataSplit(table, expected.holdOut)
        #expect(
            [split.train.edges, split.valid.joined().count, split.test.joined().count] == expected.rows)
        #expect(split.testedUsers == 943)
        let train = (0..<split.train.users).map { Array(split.train.byUser.columns(of: $0)) }
        #expect([train, split.valid, split.test].map { Self.sum($0, of: table) } == expected.sums)
        let evaluation = Evaluation(split)
        let popularity = evaluation.test(Popularity(split.train), name: "popularity")
        #expect(Self.digits(popularity) == expected.popularity)
        var neighbours = ItemNeighbours(split.train)
        neighbours.use(expected.size)
        #expect(Self.digits(evaluation.test(neighbours, name: "neighbours")) == expected.neighbours)
    }

    private static let probe = ProcessInfo.processInfo.environment["FLOTILLA_TEST_RECOMMENDER"]

    private struct Outcome: Decodable {
        let cpuSeconds: Double
        let peakBytes: Int
        let bytesBefore: Int
        let recall: [String: Double]
        let ndcg: [String: Double]
    }

    /// What the reference reaches, less twice its deviation between seeds.
    @Test(
        "the mean of three seeds reaches the reference's figures, and each training its limits",
        .enabled(if: Settings.isFull && probe != nil),
        arguments: [(HoldOut.lastTenth, 0.170, 0.120), (.leaveLastOut, 0.140, 0.055)])
    func training(_ holdOut: HoldOut, _ recall: Double, _ ndcg: Double) throws {
        let file = try MovieLens.fetch()
        let outcomes = try (1...3).map {
            try Self.outcome(try #require(Self.probe), [file, holdOut.rawValue, "\($0)"])
        }
        let mean = { (figure: (Outcome) -> Double?) in outcomes.compactMap(figure).reduce(0, +) / 3 }
        #expect(mean { $0.recall[ModelFigures.lightGCN] } >= recall)
        #expect(mean { $0.ndcg[ModelFigures.lightGCN] } >= ndcg)
        let popularity = try #require(outcomes[0].recall[ModelFigures.popularity])
        #expect(mean { $0.recall[ModelFigures.lightGCN] } >= 1.7 * popularity)
        let estimate = MemoryEstimate.bytes(interactions: 100_000, users: 943, items: 1_682)
        for outcome in outcomes {
            #expect(outcome.cpuSeconds <= 20)
            #expect(outcome.peakBytes - outcome.bytesBefore <= estimate)
        }
    }

    private static func outcome(_ program: String, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Outcome.self, from: bytes)
    }

    private static func sum(_ itemsByUser: [[Int32]], of table: InteractionTable) -> String {
        // Ids are padded with zeros; the file's are not.
        let users = table.users.compactMap { Int($0) }
        let items = table.items.compactMap { Int($0) }
        let lines = zip(users, itemsByUser).flatMap { user, own in own.sorted().map { "\(user) \(items[Int($0)])" } }
        let sum = SHA256.digest(lines.joined(separator: "\n"))
        return sum.prefix(8).map { String(format: "%02x", $0) }.joined()
    }

    private static func digits(_ figures: ModelFigures) -> [String] {
        [figures.recall, figures.ndcg].map { String(format: "%.6f", $0) }
    }
}
