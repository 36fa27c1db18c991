import Foundation
import Testing

@testable import School

@Suite("When a step is due again") struct SpacedRepetitionTests {
    @Test("after good scores in 1 day, in 6, and then by the easiness, as SM-2 has it") func intervals() {
        var sessions: [PastSession] = []
        var found: [Int] = []
        for day in [0.0, 1, 7, 23] {
            sessions.append(Make.past(100, onDay: day))
            found.append(SpacedRepetition(sessions).interval)
        }
        // EF is 2.5, and 0.1 more after each quality of 5: 6 × 2.7, 17 × 2.8, rounded up.
        #expect(found == [1, 6, 17, 48])
        #expect(SpacedRepetition(sessions).dueAt == Make.start + (23 + 48) * Make.day)
    }

    @Test("a bad score begins the intervals anew, leaves the easiness, and may be repeated at once") func anew() {
        let before = SpacedRepetition([Make.past(100, onDay: 0), Make.past(100, onDay: 1)])
        let after = SpacedRepetition([Make.past(100, onDay: 0), Make.past(100, onDay: 1), Make.past(20, onDay: 7)])
        #expect(after.repetitions == 0 && after.dueAt == nil && after.easiness == before.easiness)
        let again = SpacedRepetition(
            [Make.past(100, onDay: 0), Make.past(20, onDay: 1), Make.past(100, onDay: 1.1)])
        #expect(again.interval == 1 && again.dueAt == Make.start + 2.1 * Make.day)
    }

    @Test(
        "a score becomes a quality from 0 to 5; 3 passes and may be repeated at once, from 4 on the step rests",
        arguments: [(0, 0), (9, 0), (10, 1), (49, 2), (50, 3), (69, 3), (70, 4), (89, 4), (90, 5), (100, 5)])
    func qualities(_ score: Int, _ quality: Int) {
        #expect(SpacedRepetition.quality(of: score) == quality)
        #expect(SpacedRepetition.passes(score) == (quality >= 3))
        #expect((SpacedRepetition([Make.past(score, onDay: 0)]).dueAt != nil) == (quality >= 4))
    }

    @Test("easiness never falls below 1.3, and a session without a score changes nothing") func bounds() {
        let hard = (0..<40).map { Make.past(50, onDay: Double($0)) }
        let found = SpacedRepetition(hard)
        #expect(found.easiness == 1.3)
        #expect(SpacedRepetition(hard + [Make.past(nil, onDay: 50)]) == found)
        let easy = SpacedRepetition((0..<200).map { Make.past(100, onDay: Double($0)) })
        #expect(easy.interval == 36_500)
    }
}
