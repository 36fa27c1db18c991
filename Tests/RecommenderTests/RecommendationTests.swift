import Testing

@testable import Recommender

@Suite("Recommendations")
struct RecommendationTests {
    private static let model = Samples.model()

    @Test("a known user gets what is nearest, and new items last, by popularity")
    func known() {
        #expect(
            Self.model.recommend(user: "ada", limit: 5) == [
                Recommendation(item: "a", score: 2, source: .model),
                Recommendation(item: "b", score: 1, source: .model),
                Recommendation(item: "c", score: 0, source: .popularity),
            ])
        #expect(Self.model.recommend(user: "bob", limit: 1).map(\.item) == ["b"])
    }

    @Test("a new user gets what is popular, and the source says so")
    func unknown() {
        #expect(
            Self.model.recommend(user: "eve", limit: 2) == [
                Recommendation(item: "b", score: 5, source: .popularity),
                Recommendation(item: "a", score: 3, source: .popularity),
            ])
    }

    @Test("what is excluded or not allowed never appears", arguments: ["ada", "eve"])
    func filters(_ user: String) {
        #expect(Self.model.recommend(user: user, excluding: ["b", "c"], limit: 9).map(\.item) == ["a"])
        #expect(Self.model.recommend(user: user, allowed: { $0 == "c" }, limit: 9).map(\.item) == ["c"])
        #expect(Self.model.recommend(user: user, excluding: ["c"], allowed: { $0 == "c" }, limit: 9).isEmpty)
    }

    @Test("no limit traps", arguments: [0, -1, .min, .max])
    func limits(_ limit: Int) {
        #expect(Self.model.recommend(user: "ada", limit: limit).count == (limit > 0 ? 3 : 0))
        #expect(Self.model.recommend(user: "eve", limit: limit).count == (limit > 0 ? 3 : 0))
    }

    @Test("equal scores go by the lower id")
    func ties() {
        let model = Samples.model(
            users: [], items: ["a", "b", "c", "d"], popularity: [1, 2, 2, 2], vectors: [])
        #expect(model.recommend(user: "eve", limit: 3).map(\.item) == ["b", "c", "d"])
    }
}
