import Testing

@testable import School

@Suite("Complexity of questions") struct ComplexityTests {
    @Test(
        "by words that ask for more than a fact, in English and French, and by length",
        arguments: [
            ("How many arches has the bridge?", QuestionComplexity.medium), ("When was it built?", .simple),
            ("Combien d’arches ?", .simple), ("Pourquoi est-il si vieux ?", .medium),
            ("DÉMONTRE que c’est vrai", .complex), ("Compare the two bridges", .complex), ("", .simple),
            (String(repeating: "word ", count: 20), .medium), (String(repeating: "word ", count: 60), .complex),
        ]) func words(_ question: String, _ complexity: QuestionComplexity)
    {
        #expect(QuestionComplexity(of: question) == complexity)
    }
}
