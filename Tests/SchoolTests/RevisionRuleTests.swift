import Foundation
import Testing

@testable import School

@Suite("Whether a session may begin") struct RevisionRuleTests {
    private func refusal(
        _ path: LearningPath, _ past: [PastSession] = [], step: Int, onDay day: Double = 0
    ) -> SchoolRefusal? {
        do throws(SchoolRefusal) {
            try RevisionRules(path, past: past).check(step: step, at: Make.start + day * Make.day)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "only in a path that is validated",
        arguments: [LearningPath.Status.draft, .preparing, .ready, .archived]) func status(
            _ status: LearningPath.Status
        )
    {
        #expect(refusal(Make.path(status), step: 1) == .pathNotValidated(status))
    }

    @Test("only in a step that there is, and whose earlier steps are passed") func order() {
        let path = Make.path()
        #expect(refusal(path, step: 1) == nil)
        #expect(refusal(path, step: 4) == .unknownStep(4, of: 3))
        #expect(refusal(path, step: 2) == .stepClosed(2, before: 1))
        #expect(refusal(path, [Make.past(49, onDay: 0)], step: 2) == .stepClosed(2, before: 1))
        #expect(refusal(path, [Make.past(50, onDay: 0)], step: 2) == nil)
        #expect(refusal(path, [Make.past(50, onDay: 0)], step: 3) == .stepClosed(3, before: 2))
    }

    @Test("only when the step is due; another one may be at once") func spacing() {
        let path = Make.path()
        let past = [Make.past(100, onDay: 0)]
        #expect(refusal(path, past, step: 1, onDay: 0.9) == .tooEarly(1, due: Make.start + Make.day))
        #expect(refusal(path, past, step: 1, onDay: 1) == nil)
        #expect(refusal(path, past, step: 2) == nil)
    }

    @Test("a step with a quiz is passed by its score, one without by a session") func passing() {
        let past = [Make.past(nil, onDay: 0)]
        #expect(refusal(Make.path(), past, step: 2) == .stepClosed(2, before: 1))
        #expect(refusal(Make.path(withQuiz: false), past, step: 2) == nil)
        #expect(RevisionRules(Make.path(withQuiz: false), past: past).progress == 33)
        #expect(RevisionRules(Make.path(), past: past + [Make.past(80, onDay: 1)]).progress == 33)
    }
}
