import Jobs
import Testing

@testable import Broker

@Suite("Limits as the dispatcher's scripts read them")
struct LimitTextTests {
    @Test("whatever number stands in a row, the text holds numbers that a script counts exactly, or none")
    func extremes() {
        for rate in [1e-300, 1e-14, 1e-6, 0.5, 3, 1e300, .leastNonzeroMagnitude, .infinity, .nan, 0, -1] as [Double] {
            for burst in [nil, .min, -1, 0, 1, 1000, .max] as [Int?] {
                let rule = LimitRule(LimitRule.Target(.queue), rate: rate, burst: burst)
                let parts = rule.text.split(separator: "|", omittingEmptySubsequences: false)
                #expect(parts.count == 4)
                for part in parts[1...2] where !part.isEmpty {
                    #expect(Int64(part).map { (1...1 << 53).contains($0) } == true, "\(rate), \(burst ?? -2): \(part)")
                }
            }
        }
        let even = LimitRule(LimitRule.Target(.queue), rate: 10, burst: 3)
        #expect(even.text == "|100000|200000|0")
    }
}
