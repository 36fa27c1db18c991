import Testing

@testable import CLI

@Suite("Progress of work that is waited for")
struct ProgressMeterTests {
    @Test("the rate is that of the last ten seconds, and says what is left")
    func rate() {
        var meter = ProgressMeter(total: 1000)
        #expect(meter.rate == nil && meter.secondsLeft == nil)
        meter.add(done: 100, at: .seconds(1))
        #expect(meter.rate == 100 && meter.secondsLeft == 9)
        for second in 2...20 { meter.add(done: 100 + 10 * (second - 1), at: .seconds(second)) }
        #expect(meter.rate == 10, "\(meter.rate ?? -1)")
        #expect(meter.text("done") == "29%  290 of 1000 done, 10/s, 71 s left")
    }

    @Test("a bar is as full as the work is done, and as wide as there is room")
    func bar() {
        var meter = ProgressMeter(total: 4)
        meter.add(done: 1, at: .seconds(1))
        let bar = meter.bar("done", width: 60)
        #expect(bar.hasPrefix("[######------------------]"), "\(bar)")
        #expect(bar.columns == 60 && bar.hasSuffix("] 25%  1 of 4 done, 1/s, 3.0 s left"), "\(bar)")
        #expect(meter.bar("done", width: 12) == "25%  1 of 4 ")
        meter.add(done: 9, at: .seconds(2))
        #expect(meter.fraction == 1 && meter.text("done") == "100%  9 of 9 done, 4.5/s", "\(meter.text("done"))")
    }

    @Test("without a whole there is no bar, and no time that is left")
    func unknown() {
        var meter = ProgressMeter(total: nil)
        meter.add(done: 50, at: .seconds(2))
        #expect(meter.bar("done", width: 60) == "50 done, 25/s")
        var none = ProgressMeter(total: 0)
        none.add(done: 0, at: .zero)
        #expect(none.fraction == 1 && none.rate == nil)
    }
}
