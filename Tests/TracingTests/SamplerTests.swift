import Operations
import Testing

@testable import Tracing

@Suite("Which traces are kept") struct SamplerTests {
    private let kept = SpanContext(traceID: .init(high: 1, low: 1), spanID: 1, isSampled: true)
    private let passed = SpanContext(traceID: .init(high: 1, low: 1), spanID: 1, isSampled: false)

    @Test("a sampler that follows its parent does what the caller did, and decides alone without one") func parents() {
        for (ratio, alone) in [(1.0, true), (0, false)] {
            let sampler = Sampler(.init(followsParent: true, ratio: ratio))
            #expect(sampler.keeps(kept.traceID, childOf: kept))
            #expect(!sampler.keeps(kept.traceID, childOf: passed))
            #expect(sampler.keeps(kept.traceID, childOf: nil) == alone)
        }
        #expect(Sampler(.init(followsParent: false, ratio: 1)).keeps(kept.traceID, childOf: passed))
        #expect(!Sampler(.init(followsParent: false, ratio: 0)).keeps(kept.traceID, childOf: kept))
    }

    @Test("a ratio keeps its share, and of one trace all processes decide alike") func ratio() {
        let sampler = Sampler(.init(followsParent: false, ratio: 0.1))
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<10_000).map { _ in SpanContext.TraceID(high: generator.next(), low: generator.next()) }
        let share = ids.filter { sampler.keeps($0, childOf: nil) }
        // Six standard deviations.
        #expect((820...1180).contains(share.count), "\(share.count)")
        let larger = Sampler(.init(followsParent: false, ratio: 0.2))
        #expect(share.allSatisfy { larger.keeps($0, childOf: nil) })
    }

    @Test("a context of another form is none")
    func contexts() {
        let good = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-00"
        #expect(SpanContext(traceParent: good)?.traceParent == good)
        for text in [
            "", "00-", "00-0AF7651916CD43DD8448EB211C80319C-00f067aa0ba902b7-00",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-00",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-00",
            "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-g0",
        ] {
            #expect(SpanContext(traceParent: text) == nil, "\(text)")
        }
    }
}
