import Testing

@testable import Postgres

@Suite("Which reply belongs to which unit")
struct PipelineTests {
    private typealias Sut = Pipeline<String, Int>
    private static let error = PostgresError(.server(sqlState: "22012"))
    private static let key = StatementCache.Key(sql: "select 1", types: [])

    /// Feeds replies and returns what was events, as text.
    private func events(_ pipeline: inout Sut, _ replies: [Sut.Reply]) -> [String] {
        replies.compactMap { reply in
            switch pipeline.receive(reply) {
            case .none: nil
            case .prepared(_, let succeeded): "prepared \(succeeded)"
            case .finished(let unit, .success(let answers)): "\(unit) \(answers)"
            case .finished(let unit, .failure(let error)): "\(unit) \(error.sqlState ?? "?")"
            case .outOfStep: "out of step"
            }
        }
    }

    @Test("each unit gets the answers between its neighbours' Syncs")
    func answers() {
        var pipeline = Sut()
        pipeline.append("a", steps: [.query, .query])
        pipeline.append("b", steps: [.query])
        let events = events(&pipeline, [.answered(1), .answered(2), .synced, .answered(3), .synced])
        #expect(events == ["a [1, 2]", "b [3]"])
        #expect(pipeline.isEmpty)
    }

    @Test("an error fails its unit with the first error and leaves the next unit alone")
    func refusal() {
        var pipeline = Sut()
        pipeline.append("a", steps: [.query, .query, .query])
        pipeline.append("b", steps: [.query])
        let events = events(
            &pipeline,
            [.answered(1), .refused(Self.error, isFatal: false), .skipped, .synced, .answered(2), .synced])
        #expect(events == ["a 22012", "b [2]"])
    }

    @Test("an error of the commit fails a unit whose queries all succeeded")
    func refusedCommit() {
        var pipeline = Sut()
        pipeline.append("a", steps: [.query])
        #expect(events(&pipeline, [.answered(1), .refused(Self.error, isFatal: false), .synced]) == ["a 22012"])
    }

    @Test("a Parse is no answer, and is events as prepared only when it succeeded")
    func preparing() {
        var pipeline = Sut()
        pipeline.append("a", steps: [.prepare(Self.key), .query])
        pipeline.append("b", steps: [.query, .prepare(Self.key), .query])
        pipeline.append("c", steps: [.prepare(Self.key), .query])
        let events = events(
            &pipeline,
            [
                .answered(0), .answered(1), .synced, .refused(Self.error, isFatal: false), .skipped, .skipped, .synced,
                .refused(Self.error, isFatal: false), .skipped, .synced,
            ])
        #expect(events == ["prepared true", "a [1]", "prepared false", "b 22012", "prepared false", "c 22012"])
    }

    @Test("replies that nothing asked for are seen")
    func outOfStep() {
        var pipeline = Sut()
        #expect(events(&pipeline, [.answered(1)]) == ["out of step"])
        #expect(events(&pipeline, [.synced]) == ["out of step"])
        pipeline.append("a", steps: [.query])
        #expect(events(&pipeline, [.synced]) == ["out of step"])
        pipeline.append("b", steps: [.query])
        #expect(events(&pipeline, [.answered(1), .answered(2)]) == ["out of step"])
    }

    @Test("a lost connection leaves every unit under way in doubt, but for one that had already failed")
    func lost() {
        var pipeline = Sut()
        for unit in ["a", "b", "c"] { pipeline.append(unit, steps: [.query]) }
        _ = events(&pipeline, [.answered(1), .synced, .refused(Self.error, isFatal: false)])
        let left = pipeline.abandon()
        #expect(left.map(\.0) == ["b", "c"])
        #expect(left.map(\.1.kind) == [.server(sqlState: "22012"), .connectionLost])
    }

    @Test("what stands behind the unit during which the server ended the session was never begun")
    func fatal() {
        var pipeline = Sut()
        for unit in ["a", "b"] { pipeline.append(unit, steps: [.query]) }
        _ = events(&pipeline, [.refused(PostgresError(.server(sqlState: "57P01")), isFatal: true)])
        #expect(pipeline.abandon().map(\.1.kind) == [.server(sqlState: "57P01"), .unavailable])
    }

    @Test("an end during the commit leaves that unit in doubt")
    func fatalCommit() {
        var pipeline = Sut()
        for unit in ["a", "b"] { pipeline.append(unit, steps: [.query]) }
        _ = events(&pipeline, [.answered(1), .refused(PostgresError(.server(sqlState: "57P01")), isFatal: true)])
        #expect(pipeline.abandon().map(\.1.kind) == [.connectionLost, .unavailable])
    }
}
