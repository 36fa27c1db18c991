import Contracts
import JSON
import ModelProviders
import StructuredOutput
import Testing

@testable import Generations

@Suite("Forms of answers")
struct FormTests {
    private func judged(_ form: StructuredForm, _ text: String, _ finish: ChatAnswer.Finish = .stop) -> String? {
        let answer = ChatAnswer(
            text: text, model: "m", finish: finish, usage: TokenUsage(prompt: 1, completion: 1, isEstimated: false))
        if case .unfit(let code, _) = form.judge(answer, mark: "k3y9") { return code }
        return nil
    }

    private static let single = """
        {"kind": "single", "question": "How many arches?", "choices": ["1", "3", "5", "7"], "correct": [3],
         "explanation": "It has seven.", "skill": "counting", "difficulty": "easy"}
        """

    private func quiz(_ kinds: [QuestionKind] = [.single], count: Int = 1) throws -> StructuredForm {
        try Forms.quiz(
            QuizRequest(topic: "t", documentIDs: [], count: count, level: "l", kinds: kinds, language: "en"))
    }

    @Test("a quiz that can be asked fits") func good() throws {
        #expect(judged(try quiz(), #"{"questions": [\#(Self.single)]}"#) == nil)
    }

    @Test(
        "what a quiz must not be",
        arguments: [
            (#""correct": [3]"#, #""correct": [4]"#, "against_schema"),
            (#""correct": [3]"#, #""correct": []"#, "against_schema"),
            (#""kind": "single""#, #""kind": "multiple""#, "against_schema"),
            (#""1", "3""#, #""1", " 1""#, "against_rules"),
            (#""1", "3""#, #""", "3""#, "against_schema"),
            (#""difficulty": "easy""#, #""difficulty": "deadly""#, "against_schema"),
        ]) func bad(_ part: String, _ other: String, _ code: String) throws
    {
        let text = #"{"questions": [\#(Self.single.replacing(part, with: other))]}"#
        #expect(judged(try quiz(), text) == code)
    }

    @Test("as many questions as were asked for, and no two the same") func count() throws {
        let form = try quiz(count: 2)
        #expect(judged(form, #"{"questions": [\#(Self.single)]}"#) == "against_schema")
        #expect(judged(form, #"{"questions": [\#(Self.single), \#(Self.single)]}"#) == "against_rules")
    }

    @Test("a model that repeats the marks of its data has not understood them") func marks() throws {
        let text = #"{"questions": [\#(Self.single.replacing("seven", with: "<<k3y9 end>>"))]}"#
        #expect(judged(try quiz(), text) == "against_rules")
    }

    @Test("the steps of a path differ") func steps() throws {
        let form = try Forms.learningPath(steps: 2)
        let step = { (title: String) in
            #"{"title": "\#(title)", "objective": "o", "content": "c", "minutes": 5}"#
        }
        #expect(judged(form, #"{"title": "t", "steps": [\#(step("One")), \#(step("Two"))]}"#) == nil)
        #expect(judged(form, #"{"title": "t", "steps": [\#(step("One")), \#(step(" one"))]}"#) == "against_rules")
    }

    @Test("an answer that was cut is said to be so") func cut() throws {
        #expect(judged(try quiz(), #"{"questions": [{"kind": "sing"#, .length) == "truncated")
        #expect(judged(try quiz(), "I am sorry.") == "no_object")
    }

    @Test("a mark is from 0 to 100 whatever the pupil has written") func mark() throws {
        let form = try Forms.openMark()
        #expect(judged(form, #"{"score": 100, "confidence": 50, "feedback": "Good."}"#) == nil)
        #expect(judged(form, #"{"score": 101, "confidence": 1, "feedback": "Good."}"#) == "against_schema")
    }
}
