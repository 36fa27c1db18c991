/// How a question is answered.
public enum QuestionKind: String, Sendable, Hashable, CaseIterable {
    /// One choice of several.
    case single
    /// Any number of choices, at least one of them right.
    case multiple
    /// In the pupil's own words.
    case open
}
