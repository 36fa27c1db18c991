import Testing

@testable import Recommender

@Suite("Training")
struct TrainingTests {
    @Test("a model that is better than both baselines is published, trained on all, and the same for the same seed")
    func published() throws {
        let interactions = Samples.ring()
        let result = try train(interactions, seed: 1, limits: Samples.limits)
        #expect(result.isPublished, "\(result.reason)")
        #expect(result.figures.map(\.name) == ["lightgcn", "popularity", "item_neighbours"])
        #expect(result.model.userCount == 60)
        #expect(try train(interactions.reversed(), seed: 1, limits: Samples.limits).model == result.model)
        let own = interactions.filter { $0.user == "u010" }.map(\.item)
        let found = result.model.recommend(user: "u010", excluding: Set(own), limit: 3)
        #expect(found.map(\.source) == [.model, .model, .model])
        // On the ring the neighbourhood of user 10 is that of item 10 to 18.
        for item in found.map(\.item) {
            #expect((Samples.id("i", 2)...Samples.id("i", 26)).contains(item), "\(item)")
        }
    }

    @Test("one that is not better is not published, and its model serves popularity")
    func notPublished() throws {
        // Nothing but popularity is in it: item by item the users' number falls.
        let interactions = (0..<30).flatMap { user in
            (0...(user % 6 + 2)).map { Interaction(user: "u\(user)", item: "i\($0)", at: Int64($0)) }
        }
        let result = try train(interactions, seed: 1, limits: Samples.limits)
        #expect(!result.isPublished)
        #expect(result.reason.contains("is not above"))
        #expect(result.model.userCount == 0)
        #expect(result.model.recommend(user: "u1", limit: 2).map(\.source) == [.popularity, .popularity])
    }

    @Test("without a user of three interactions nothing can be measured", arguments: [0, 1, 2])
    func tooFew(_ count: Int) throws {
        let interactions = (0..<count).map { Interaction(user: "u", item: "i\($0)", at: 0) }
        let result = try train(interactions, catalogue: ["new"], seed: 1, limits: Samples.limits)
        #expect(!result.isPublished)
        #expect(result.figures.isEmpty)
        #expect(result.reason == "no user has 3 interactions, so nothing can be measured")
        #expect(result.model.recommend(user: "u", limit: 9).map(\.item).last == "new")
    }

    @Test("a cancellation is seen before the next epoch")
    func cancelled() {
        var looks = 0
        #expect(throws: TrainingError.cancelled) {
            try train(Samples.ring(), seed: 1, limits: Samples.limits) {
                looks += 1
                return looks == 12
            }
        }
        #expect(looks == 12)
    }

    @Test("a training ends when its time is over, and says how far it came")
    func time() {
        let error = #expect(throws: TrainingError.self) {
            try train(Samples.ring(), seed: 1, limits: TrainingLimits(seconds: 0.05, bytes: 1 << 30))
        }
        guard case .tookTooLong(let seconds, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(seconds == 0.05)
        // No limit that a caller may give traps.
        for seconds in [-1, .nan, .infinity, 1e300] {
            _ = try? train([], seed: 1, limits: TrainingLimits(seconds: seconds, bytes: 1 << 30))
        }
    }

    @Test("memory is computed before it is taken")
    func memory() throws {
        let interactions = Samples.ring()
        let needed = MemoryEstimate.bytes(interactions: interactions.count, users: 60, items: 60)
        #expect(throws: TrainingError.needsMemory(needed: needed, allowed: needed - 1)) {
            try train(interactions, seed: 1, limits: TrainingLimits(seconds: 60, bytes: needed - 1))
        }
        #expect(throws: TrainingError.cancelled) {
            try train(interactions, seed: 1, limits: TrainingLimits(seconds: 60, bytes: needed)) { true }
        }
        #expect(MemoryEstimate.bytes(interactions: .max, users: .max / 2, items: 9) == .max)
    }

    @Test("training stops after five looks without gain, and remembers the best")
    func earlyStop() {
        var stop = EarlyStop()
        var improvements: [Bool] = []
        for (look, recall) in [0.1, 0.3, 0.2, 0.3, 0.1, 0.2].enumerated() {
            improvements.append(stop.note(recall, after: 20 * (look + 1)))
        }
        #expect(improvements == [true, true, false, false, false, false])
        #expect(!stop.isOver)
        _ = stop.note(0.25, after: 140)
        #expect(stop.isOver)
        #expect(stop.epochs == 40)
    }
}
