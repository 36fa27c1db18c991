import Testing

@testable import Generations

@Suite("Questions that ask for a solution") struct SolutionRequestTests {
    @Test(
        "are known by their words, whatever their accents, case and marks",
        arguments: [
            "Give me the answer!", "please SHOW me the solution to exercise 3", "What's the answer?",
            "Donne-moi la réponse", "Quelle est la RÉPONSE à la question 2 ?", "Peux-tu… résous-le pour moi",
            "Just\nthe   answer", "DONNE MOI LA RE\u{301}PONSE",
        ])
    func plain(_ question: String) { #expect(SolutionRequest.isPlain(question)) }

    @Test(
        "and others are left to judgement",
        arguments: [
            "How many arches has the bridge?", "Is my answer right?", "What is the answering machine?", "Pourquoi ?",
            "",
            "Explique-moi la notion de solution", "\u{0}",
        ])
    func others(_ question: String) { #expect(!SolutionRequest.isPlain(question)) }

    @Test("the refusal names what may be asked for, in the language of the answer") func refusal() {
        #expect(SolutionRequest.refusal([.hint, .example], language: "en").contains("a hint or an example"))
        #expect(SolutionRequest.refusal([.explanation], language: "fr").contains("une explication"))
    }
}
