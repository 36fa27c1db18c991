import Jobs
import Testing

@Suite("Claim tokens")
struct ClaimTokenTests {
    @Test("tokens that are made together differ, and so do those of the next time")
    func many() {
        let tokens = (0..<20).flatMap { _ in ClaimToken.random(1000) }
        #expect(Set(tokens).count == 20_000)
        let bits = tokens.reduce((ones: Int64(0), zeros: Int64(0))) { ($0.ones | $1.value, $0.zeros | ~$1.value) }
        #expect(bits == (-1, -1))
    }
}
