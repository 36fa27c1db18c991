/// Marks closed questions: the same answer always has the same mark, and no model is asked.
public enum QuizMarking {
    /// A single choice is right (1) or not (0). Of a multiple one each right choice counts 1/r, with r right choices, and
    /// each wrong one takes as much away, never below 0: all choices at once are worth (r − w)/r at most, nothing where
    /// half or more of them are wrong.
    /// - Parameter chosen: numbers of choices, from 0; one that is named twice counts once.
    /// - Returns: nil for an open question, which a model marks by its rubric. An answer that names no choice of the
    ///   question, or several where one is asked for, has the mark 0.
    public static func mark(_ question: QuizQuestion, chosen: [Int]) -> QuizMark? {
        let (chosen, correct) = (Set(chosen), Set(question.correct))
        switch question.kind {
        case .open: return nil
        case .single: return QuizMark(score: chosen == correct && !correct.isEmpty ? 1 : 0, skill: question.skill)
        case .multiple:
            guard !correct.isEmpty, chosen.isSubset(of: Set(question.choices.indices)) else {
                return QuizMark(score: 0, skill: question.skill)
            }
            let points = chosen.intersection(correct).count - chosen.subtracting(correct).count
            return QuizMark(score: Double(max(0, points)) / Double(correct.count), skill: question.skill)
        }
    }

    /// As `mark(_:chosen:)`, for choices that come as their texts; case, white space and marks at the ends do not count.
    public static func mark(_ question: QuizQuestion, chosenTexts: [String]) -> QuizMark? {
        let choices = question.choices.map(ComparableText.of)
        let chosen = chosenTexts.map { choices.firstIndex(of: ComparableText.of($0)) ?? -1 }
        return mark(question, chosen: chosen)
    }

    /// The mean of the marks, from 0 to 1; nil without any.
    public static func score(of marks: [QuizMark]) -> Double? {
        marks.isEmpty ? nil : marks.reduce(0) { $0 + $1.score } / Double(marks.count)
    }
}
