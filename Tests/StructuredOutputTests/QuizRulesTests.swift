import Contracts
import JSON
import StructuredOutput
import Testing

@Suite("The rules of a quiz")
struct QuizRulesTests {
    private static let good = QuizQuestion(
        id: "1", kind: .single, question: "Quelle est la capitale de la France ?", choices: ["Paris", "Lyon", "Nice"],
        correct: [0], explanation: "Paris est la capitale.", difficulty: "easy", skill: "géographie")

    private func places(
        _ questions: [QuizQuestion], count: Int? = nil, kinds: Set<QuestionKind> = [.single, .multiple, .open],
        language: Language? = .french
    ) -> [String] {
        QuizRules(count: count ?? questions.count, kinds: kinds, language: language).check(Quiz(questions)).map(
            \.pointer)
    }

    private func question(
        _ kind: QuestionKind, choices: [String] = [], correct: [Int] = [], rubric: String? = nil,
        text: String = "Laquelle ?"
    ) -> QuizQuestion {
        QuizQuestion(id: "1", kind: kind, question: text, choices: choices, correct: correct, rubric: rubric)
    }

    @Test("a good quiz has no violation")
    func good() {
        let multiple = QuizQuestion(
            id: "2", kind: .multiple, question: "Lesquels ?", choices: ["+", "-", "−"], correct: [0, 2])
        let open = QuizQuestion(id: "3", kind: .open, question: "Pourquoi ?", rubric: "La réponse nomme la cause.")
        #expect(places([Self.good, multiple, open]).isEmpty)
    }

    @Test("the number and the kinds are those that were asked for")
    func asked() {
        #expect(places([Self.good], count: 2) == ["/questions"])
        #expect(places([], count: 1) == ["/questions"])
        #expect(places([Self.good], kinds: [.open]) == ["/questions/0/kind"])
    }

    @Test(
        "choices are at least two, not empty, and differ for a reader",
        arguments: [
            ["Paris"], [], ["Paris", "paris"], ["Paris", " Paris. "], ["Paris", ""], ["Paris", " \n"],
            ["caf\u{E9}", "cafe\u{301}"],
            ["a b", "a  b"], ["« oui »", "Oui"],
        ])
    func choices(_ choices: [String]) {
        #expect(
            places([question(.single, choices: choices, correct: [0])]).contains("/questions/0/choices"), "\(choices)")
    }

    @Test(
        "the right ones are choices of the question, each once, and as many as the kind has",
        arguments: [
            (.single, []), (.single, [0, 1]), (.single, [3]), (.single, [-1]), (.single, [.max]), (.multiple, []),
            (.multiple, [0, 3]),
            (.multiple, [1, 1]),
        ] as [(QuestionKind, [Int])])
    func correct(_ kind: QuestionKind, _ correct: [Int]) {
        let found = places([question(kind, choices: ["a", "b", "c"], correct: correct)])
        #expect(!found.isEmpty && Set(found) == ["/questions/0/correct"], "\(kind) \(correct)")
    }

    @Test("an open question has a rubric and no choices")
    func open() {
        #expect(places([question(.open)]) == ["/questions/0/rubric"])
        #expect(places([question(.open, rubric: "  ")]) == ["/questions/0/rubric"])
        #expect(places([question(.open, choices: ["a"], rubric: "r")]) == ["/questions/0/choices"])
    }

    @Test("no question is there twice, whatever its case and marks, and no identifier")
    func twice() {
        let again = QuizQuestion(
            id: "1", kind: .single, question: "quelle est la CAPITALE de la  France ?", choices: ["Paris", "Lyon"],
            correct: [0])
        #expect(places([Self.good, again]) == ["/questions/1/question", "/questions/1/id"])
        #expect(places([question(.open, rubric: "r", text: " ")]) == ["/questions/0/question"])
    }

    @Test("a question that is surely in another language is a violation; one that cannot be judged is none")
    func language() {
        let english = QuizQuestion(
            id: "1", kind: .single, question: "What is the capital of France?", choices: ["Paris", "Lyon"], correct: [0]
        )
        #expect(places([english]) == ["/questions/0/question"])
        #expect(places([english], language: .english).isEmpty && places([english], language: nil).isEmpty)
        #expect(places([question(.single, choices: ["4", "5"], correct: [0], text: "2 + 2 = ?")]).isEmpty)
    }

    @Test("at most 20 violations are reported")
    func most() {
        let questions = (0..<50).map { _ in question(.single, choices: [""], correct: [7]) }
        #expect(QuizRules(count: 3, kinds: [.open], language: nil).check(Quiz(questions)).count == 20)
    }

    @Test("a value that fits no quiz says where")
    func shape() throws {
        for (text, place) in [
            ("{}", "/questions"), (#"{"questions": [{}]}"#, "/questions/0/kind"),
            (#"{"questions": [{"kind": "single"}]}"#, "/questions/0/question"),
            (#"{"questions": [{"kind": "single", "question": "q", "choices": [1]}]}"#, "/questions/0/choices"),
            (#"{"questions": [{"kind": "single", "question": "q", "correct": [0.5]}]}"#, "/questions/0/correct"),
            (#"{"questions": [{"kind": "single", "question": "q", "correct": [1e99]}]}"#, "/questions/0/correct"),
        ] {
            let value = try JSONValue(text: text)
            #expect { try Quiz(value) } throws: { ($0 as? SchemaViolation)?.pointer == place }
        }
    }
}
