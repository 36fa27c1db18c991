import Testing

@testable import Generations

@Suite("Limits of generations")
struct LimitTests {
    @Test("a tenant that asks for everything at once leaves the others a slot of a worker's ten") func tenant() {
        let together = GenerationType.allCases.flatMap(\.definition.limits).filter { $0.scope == .tenant }
            .reduce(0) { $0 + ($1.running ?? 10) }
        #expect(together < 10)
        #expect(GenerationType.allCases.allSatisfy { $0.definition.limits.contains { $0.scope == .tenant } })
    }
}
