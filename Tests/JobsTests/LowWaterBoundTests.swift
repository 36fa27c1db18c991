import Foundation
import Jobs
import Testing

@Suite struct LowWaterBoundTests {
    private func horizon(_ oldest: Int64, _ newest: Int64, _ seconds: Double) -> TransactionHorizon {
        let minter = JobIDMinter { Date(timeIntervalSince1970: seconds) }
        return TransactionHorizon(oldest: oldest, newest: newest, floor: minter.mint())
    }

    @Test("a moment's floor holds once every transaction of that moment has ended, not before")
    func floors() {
        var bound = LowWaterBound()
        let first = horizon(5, 10, 100)
        let second = horizon(7, 12, 101)
        let third = horizon(10, 15, 102)
        #expect(bound.note(first) == nil)
        #expect(bound.note(second) == nil)
        #expect(bound.note(third) == first.floor)
        #expect(bound.note(horizon(11, 16, 103)) == first.floor)
        #expect(bound.note(horizon(15, 15, 104)) == third.floor)
    }

    @Test("a quiet store's floors hold with the next look")
    func quiet() {
        var bound = LowWaterBound()
        let first = horizon(5, 5, 100)
        #expect(bound.note(first) == nil)
        #expect(bound.note(horizon(5, 5, 101)) == first.floor)
    }

    @Test("while one transaction stays open what is noted is bounded; afterwards the marks move on")
    func longTransaction() {
        var bound = LowWaterBound()
        for turn in 0..<1000 { #expect(bound.note(horizon(5, Int64(10 + turn), Double(turn))) == nil) }
        let after = horizon(2000, 2000, 2000)
        #expect(bound.note(after) != nil)
        #expect(bound.note(horizon(2000, 2000, 2001)) == after.floor)
    }
}
